import pytest

from careers.models import Release
from careers.releases import reject


@pytest.fixture
def admin_rejects(db):
    """Rejects the newest release."""
    return lambda: reject(Release.objects.latest("pk"), by="an editor")
