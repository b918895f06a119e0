"""What the publisher's files call an area is what pages call it, once their release is live."""

import pytest

from careers.models import Area
from tests.careers.importers.everything import METROPOLITAN, column, import_data, of_year

pytestmark = pytest.mark.django_db


def test_an_area_that_the_publisher_renames_is_renamed_with_the_approval(tmp_path):
    import_data(METROPOLITAN, approve=True)
    area = Area.objects.filter(kind="metropolitan").first()

    def rename(rows):
        for row in rows[1:]:
            if str(row[column(rows, "AREA")]) == area.code:
                row[column(rows, "AREA_TITLE")] = "Renamed Town, OH"

    newer = of_year(2025, tmp_path, METROPOLITAN, change=rename)
    import_data(newer)
    assert Area.objects.get(pk=area.pk).title == area.title
    import_data(newer, approve=True)
    assert Area.objects.get(pk=area.pk).title == "Renamed Town, OH"
    assert Area.objects.get(pk=area.pk).introduced_by == area.introduced_by
