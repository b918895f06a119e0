import pytest

from careerinfo import demo
from careers.models import Career

from ..factories import make_field


def test_it_is_only_loaded_into_an_empty_database(db):
    make_field()
    with pytest.raises(demo.DemoError, match="holds content already"):
        demo.load()
    assert not Career.objects.exists()
