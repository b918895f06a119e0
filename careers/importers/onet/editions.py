"""How O*NET numbers and dates its releases, and the wording that it asks to be shown beside its data."""

import re
from dataclasses import dataclass
from datetime import date

from ..reading import BadFile

# Release 25.1 was the first in the O*NET-SOC 2019 taxonomy, which the 2018 SOC underlies.
FIRST = (25, 1)
MONTHS = ["January", "February", "March", "April", "May", "June", "July"]
MONTHS += ["August", "September", "October", "November", "December"]
READ_ME = re.compile(
    rf"O\*NET[^\w\n]{{0,3}}(\d{{1,2}}\.\d)\s+Database\s+({'|'.join(MONTHS)})\s+(\d{{4}})\s+Release", re.I
)
IN_NAME = re.compile(r"(?:\bdb_|o\*?net)[-_ ]?(\d{1,2})[-_.](\d)(?!\d)", re.I)


@dataclass(frozen=True)
class OnetRelease:
    """A release's number, and the first day of the month in which it came out; `note` says how that is known."""

    label: str
    released: date
    note: str = ""


def release_in_read_me(text: str) -> OnetRelease | None:
    """What the first lines of a "Read Me.txt" tell."""
    found = READ_ME.search(text)
    if found is None:
        return None
    return OnetRelease(found[1], date(int(found[3]), MONTHS.index(found[2].capitalize()) + 1, 1))


def label_in_name(name: str) -> str | None:
    """ "29.3" in the name of a folder or zip such as "db_29_3_text.zip" or "onet-29.3": a hint, no proof."""
    found = IN_NAME.search(name)
    return f"{found[1]}.{found[2]}" if found else None


def release_date(label: str) -> date:
    """The first day of the month in which a release came out; BadFile where there is, or can be read, no such release.

    Release N.0 comes out in August and N.1 in November of 1995 + N, N.2 in February and N.3 in May of the year after.
    """
    number, quarter = numbers(label)
    if quarter > 3:
        raise BadFile(f"There is no O*NET release {label}: a year's four releases end in .0, .1, .2 and .3.")
    return date(1995 + number + quarter // 2, [8, 11, 2, 5][quarter], 1)


def refuse_old(label: str) -> None:
    """BadFile for a release whose occupations are those of an older taxonomy."""
    if numbers(label) < FIRST:
        raise BadFile(
            f"O*NET {label} uses an older taxonomy, many of whose occupations do not exist today; "
            "releases from 25.1 (November 2020) on can be read."
        )


def numbers(label: str) -> tuple[int, int]:
    """ "29.3" -> (29, 3), so that releases compare."""
    if not re.fullmatch(r"\d{1,2}\.\d", label, re.ASCII):
        raise BadFile(f"“{label}” is not the number of an O*NET release, such as “29.3”.")
    number, quarter = label.split(".")
    return int(number), int(quarter)
