"""Exact pay that is as high as the top code of its release, among the rows that are stored."""

from decimal import Decimal

from django.db.models import Count, Q, QuerySet


def as_high_as_top_code(rows: QuerySet, *, annual: int, hourly: Decimal) -> str:
    """What staff should know of rows of pay whose top codes, in dollars, another file stated; "" if nothing."""
    limits = {column: hourly if column.startswith("hourly") else annual for column in rows.model.pay_columns()}
    counts = rows.aggregate(
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
        f"The top code is ${annual:,} a year or ${hourly:,.2f} an hour, as another "
        f"file of its period says, but {figures} as high or higher. They are taken as they stand; only what is marked "
        "# reads “or more”."
    )
