"""Long patterns, written so that people can read and mend them."""

import re
import textwrap


def one_of(lines: str) -> str:
    """A pattern that fits what any of `lines` does. An indented line goes on with the one above; "# " begins a note."""
    patterns: list[str] = []
    for line in textwrap.dedent(lines).splitlines():
        if not line.strip() or line.startswith("# "):
            continue
        if line.startswith(" "):
            patterns[-1] += line.strip()
        else:
            patterns.append(line)
    return "|".join(f"(?:{pattern})" for pattern in patterns)


def any_of(lines: str) -> re.Pattern:
    """As `one_of`; capitals and small letters are the same."""
    return re.compile(one_of(lines), re.IGNORECASE)


def words(lines: str) -> frozenset[str]:
    return frozenset(lines.split())
