"""A site with a release of O*NET's text that waits, and what is asked of its approvals."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

from django.db import connections

from careers import denormalized
from careers.browse import listing
from careers.models import Career, CareerChange, CareerListing, Release
from careers.releases import lifecycle
from careers.search import index

from ..factories import make_career, make_occupation, make_onet_profile, make_pay, make_release, onet_data
from .search.searching import live_index

CODES = [f"53-10{number}1.00" for number in range(1, 7)]
# What only the release of a year calls its occupations.
NAMES = {2024: "Overseer", 2025: "Ringleader", 2026: "Kingpin"}


def onet(year: int, codes: list[str], state: str = "staged") -> Release:
    with denormalized.together():
        release = make_release("onet", period=f"May {year}", as_of=date(year, 5, 1), state=state)
        for number, code in enumerate(codes):
            data = onet_data(alternate_titles=[NAMES[year]], interests=[["Social", 6.0]], tasks=[["Weigh", "Core"]])
            make_onet_profile(release=release, code=code, title=f"Chief {chr(65 + number)}", job_zone=3, data=data)
    return release


def stage_text() -> Release:
    """An O*NET release that waits: for careers of editors, for published drafts of an older one, and for new ones."""
    with denormalized.together():
        for number in range(3):
            occupation = make_occupation()
            make_career(title=f"Tester {chr(65 + number)}", occupation=occupation, onet_code=f"{occupation.code}.00")
            make_pay(occupation=occupation, annual_median=50_000 + number)
        make_career(title="Dormant", status="draft")
    older = onet(2024, CODES[:4])
    lifecycle.approve([older], by="ada", publish=True)
    return onet(2025, CODES[1:])


def approve(release: Release, **options) -> lifecycle.Approval:
    return lifecycle.approve([release], by="ada", **{"publish": True, "despite_losses": True, **options})


def roll_back(release: Release) -> lifecycle.Rollback:
    return lifecycle.rollback(release, by="ada", despite_losses=True)


def derived() -> tuple:
    """What visitors find: lists and search."""
    return list(CareerListing.objects.order_by("pk").values()), live_index()


def site() -> tuple:
    """What visitors and staff see."""
    changes = CareerChange.objects.order_by("pk").values()
    return (*map(list, (Release.objects.order_by("pk").values(), Career.objects.order_by("pk").values(), changes)),)


def assert_as_derived_afresh() -> None:
    kept = derived()
    CareerListing.objects.all().delete()
    listing.refresh()
    index.rebuild()
    assert kept == derived()


def elsewhere(deed: Callable[[], object]) -> None:
    """Done by somebody else, over a connection of their own."""

    def work() -> None:
        try:
            deed()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(work).result()


def first() -> Career:
    return Career.objects.filter(title__startswith="Tester").order_by("pk").first()
