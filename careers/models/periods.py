"""How the periods of a data set are written, and which day publishers take one for."""

import re
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Periods:
    """`form` matches a period and holds its year as a group; its figures describe that year's `month` and `day`."""

    form: str
    month: int
    day: int
    # What stands between two years, where a period is written with them.
    dash: str = ""

    def as_published(self, period: str) -> str:
        """With the publisher's dash: one period is to have one name."""
        period = " ".join(period.split())
        return re.sub(r"^(\d{4})[-–—](\d{2})$", rf"\1{self.dash}\2", period) if self.dash else period

    def day_of(self, period: str) -> date | None:
        found = re.fullmatch(self.form, period)
        return date(int(found[1]), self.month, self.day) if found else None


MAYS = Periods(r"May (\d{4})", 5, 31)
DECADES = Periods(r"(\d{4})–\d{2}", 12, 31, dash="–")
