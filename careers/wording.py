"""Figures in words, for pages and for text that is made outside of templates."""

from decimal import Decimal


def growth_text(value: Decimal | None) -> str:
    """A change in percent as published: 20%, 7.1%, −2%."""
    if value is None:
        return "Not published"
    return f"{value:f}".removesuffix(".0").replace("-", "−") + "%"


def change_in_percent(old: Decimal | int, new: Decimal | int) -> str:
    """ "up 3.0%", "down less than 0.1%" or "the same" from `old`, which is not 0, to `new`."""
    change = 100 * (Decimal(new) - Decimal(old)) / Decimal(old)
    if not change:
        return "the same"
    size = f"{abs(change):.1f}"
    return f"{'up' if change > 0 else 'down'} {'less than 0.1' if size == '0.0' else size}%"
