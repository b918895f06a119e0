import pytest

from careerinfo.demo import DemoError, load
from careers.models import Career

from ..factories import make_field


def test_it_is_only_loaded_into_an_empty_database(db):
    make_field()
    with pytest.raises(DemoError, match="holds content already"):
        load()
    assert not Career.objects.exists()


def test_every_answer_says_that_no_real_person_gave_it(demo, visitor):
    page = visitor.get("/questions/").content.decode()
    answers = page.split('<p class="by">')[1:]
    assert answers
    assert all("Sample, not a real person" in answer.partition("</p>")[0] for answer in answers)
