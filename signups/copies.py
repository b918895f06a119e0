"""What the copies that people get of what the site keeps of them have in common."""

from datetime import date


def in_json(when: date | None) -> str | None:
    """A day, or a moment."""
    return when.isoformat() if when else None
