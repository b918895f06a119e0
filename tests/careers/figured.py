"""Careers with the figures that lists, filters and rankings go by, and what a list shows of them."""

import re
from decimal import Decimal

from careers import denormalized
from careers.models import Career, Skill

from ..factories import make_career, make_occupation, make_onet_profile, make_outlook, make_pay, onet_data

ZONES = {
    2: "Job Zone Two: Some Preparation Needed",
    3: "Job Zone Three: Medium Preparation Needed",
    4: "Job Zone Four: Considerable Preparation Needed",
    5: "Job Zone Five: Extensive Preparation Needed",
}


@denormalized.together()
def make_figured(
    title: str,
    *,
    median: int | None = None,
    growth: float | str | None = None,
    openings: int | None = None,
    education: str = "",
    jobs: int = 100_000,
    zone: int | None = None,
    interests: tuple[str, ...] = (),
    skills: tuple[str, ...] = (),
    **values,
) -> Career:
    """A career with these figures of live releases; those that are not given are not published."""
    occupation = values.setdefault("occupation", make_occupation())
    if median is not None:
        make_pay(occupation=occupation, annual_median=median)
    if growth is not None or openings is not None or education:
        make_outlook(
            occupation=occupation,
            base_employment=jobs if growth is not None else 0,
            stated_growth=None if growth is None else Decimal(str(growth)),
            openings=openings,
            entry_education=education,
        )
    if zone or interests:
        values["onet_code"] = f"{occupation.code}.00"
        named = {"number": zone, "name": ZONES[zone]} if zone else None
        data = onet_data(interests=[[name, 6.0 - place] for place, name in enumerate(interests)], job_zone=named)
        make_onet_profile(code=values["onet_code"], job_zone=zone, data=data)
    career = make_career(title=title, **values)
    for name in skills:
        Skill.objects.create(career=career, name=name)
    return career


NEAREST = "<h2>Closest match"


def titles_in(response) -> list[str]:
    """Titles of a page's list of careers that fit, in its order."""
    return _titles(response.content.decode().partition(NEAREST)[0])


def nearest_in(response) -> list[str]:
    """Titles that a page shows where nothing fits."""
    return _titles(response.content.decode().partition(NEAREST)[2])


def _titles(page: str) -> list[str]:
    listed = re.findall(r'(?s)<ul class="hits">(.*?)</form>', page + "</form>")
    return [title for rows in listed for title in re.findall(r"<h3><a [^>]*>(.*?)</a></h3>", rows)]
