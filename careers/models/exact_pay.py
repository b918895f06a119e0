"""Exact pay that is as high as the top code of its release, among the rows that are stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q

if TYPE_CHECKING:
    from .release import Release


def as_high_as_top_code(release: Release) -> str:
    """What staff should know of it, where another file has told the top code; "" where there is no such figure."""
    limits = {
        column: release.top_code_hourly if column.startswith("hourly") else release.top_code_annual
        for column in release.record.row_model.pay_columns()
    }
    counts = release.record.rows(release).aggregate(
        **{
            f"{column}_above": Count("pk", filter=Q(**{f"{column}__gte": limit}) & ~Q(top_coded__contains=column))
            for column, limit in limits.items()
        }
    )
    above = sum(counts.values())
    if not above:
        return ""
    figures = f"{above:,} exact figures are" if above > 1 else "1 exact figure is"
    return (
        f"The top code is ${release.top_code_annual:,} a year or ${release.top_code_hourly:,.2f} an hour, as another "
        f"file of its period says, but {figures} as high or higher. They are taken as they stand; only what is marked "
        "# reads “or more”."
    )
