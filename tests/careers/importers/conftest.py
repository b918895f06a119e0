import pytest

from careers.importers.reading import BadFile
from careers.models import Release
from careers.releases.lifecycle import reject

from .pay_samples import NATIONAL, TABS, read
from .workbooks import spoiled


@pytest.fixture
def admin_rejects(db):
    """Rejects the newest release."""
    return lambda: reject(Release.objects.latest("pk"), by="an editor")


@pytest.fixture
def refusal(tmp_path):
    """The line that a person reads when cells of a sample are changed: {(row, header): value}."""

    def refusal_of(changes: dict, name: str = NATIONAL) -> str:
        path = spoiled(name, tmp_path, changes, sheet=TABS[name])
        with pytest.raises(BadFile) as problem:
            read(path)
        return str(problem.value)

    return refusal_of
