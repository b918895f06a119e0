"""What a release lacks: of what its data set usually has, and of what the release has whose place it would take.

A file that was cut short, or a table that was left out, is no fault that reading it would show: what there is is right.
"""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from ..models import ALL_OCCUPATIONS, AreaPay, DataSet, IndustryPay, OccupationGroup, OnetProfile, Release
from . import diff

TERRITORIES = ("AS", "GU", "MP", "PR", "VI")
# What a file's rows are sorted by, so that a file that was cut short ends before the last of them.
PLACES = {
    DataSet.OEWS_STATE: (AreaPay, "area__code", "areas"),
    DataSet.OEWS_METROPOLITAN: (AreaPay, "area__code", "areas"),
    DataSet.OEWS_INDUSTRY: (IndustryPay, "naics", "industries"),
}


@dataclass(frozen=True)
class Usual:
    """What releases of a data set usually have: `about` so many of `what`; `of` says of what they are parts."""

    what: str
    about: int
    of: str = ""

    def lack(self, has: int, share: float = 1) -> str:
        """What a release lacks that has `has` of them, in words; "" where that is not much.

        Of a release that has only a `share` of the occupations no more is expected of their parts.
        """
        if not diff.is_much(self.about * share - has, self.about * share):
            return ""
        if not has:
            return f"no {self.what}"
        if self.of:
            return f"{self.what} for only {has:,} of about {self.about:,} {self.of}"
        return f"only {has:,} of about {self.about:,} {self.what}"


OCCUPATIONS = "occupations"
DETAILED = "detailed occupations"
ALL_TOGETHER = "figure for all occupations together"
STATES = "states, with the District of Columbia"
AREAS = "metropolitan areas"
SECTORS = "sectors"
MAJOR_GROUPS = "major groups"
# Counted in the publishers' releases of 2023 to 2025; from one to the next they change by a few percent.
USUAL: dict[str, tuple[Usual, ...]] = {
    DataSet.OEWS_NATIONAL: (
        Usual(ALL_TOGETHER, 1),
        Usual(DETAILED, 824),
        Usual("median pay", 824, DETAILED),
        Usual("employment", 824, DETAILED),
    ),
    DataSet.OEWS_INDUSTRY: (Usual(SECTORS, 20), Usual(DETAILED, 824)),
    DataSet.OEWS_STATE: (Usual(STATES, 51), Usual(DETAILED, 824)),
    DataSet.OEWS_METROPOLITAN: (Usual(AREAS, 393), Usual(DETAILED, 800)),
    DataSet.PROJECTIONS: (
        Usual(ALL_TOGETHER, 1),
        Usual(DETAILED, 825),
        Usual("growth", 825, DETAILED),
        Usual("openings", 825, DETAILED),
        Usual("entry-level education", 825, DETAILED),
    ),
    DataSet.ONET: (
        Usual(OCCUPATIONS, 1_016),
        Usual("Description", 1_016, OCCUPATIONS),
        Usual("Work tasks", 923, OCCUPATIONS),
        Usual("Reported job titles", 901, OCCUPATIONS),
        Usual("Other job titles", 1_013, OCCUPATIONS),
        Usual("Skills", 879, OCCUPATIONS),
        Usual("Knowledge", 879, OCCUPATIONS),
        Usual("Technology", 923, OCCUPATIONS),
        Usual("Education of people in the job", 793, OCCUPATIONS),
        Usual("Job zone", 923, OCCUPATIONS),
        Usual("Interests", 923, OCCUPATIONS),
        Usual("Related occupations", 923, OCCUPATIONS),
    ),
    DataSet.SOC: (Usual(MAJOR_GROUPS, 23), Usual(DETAILED, 867)),
}
# What a row of the detailed occupations has to hold, to have such a figure.
FIGURES = {
    DataSet.OEWS_NATIONAL: {
        "median pay": Q(annual_median__isnull=False) | Q(hourly_median__isnull=False),
        "employment": Q(employment__isnull=False),
    },
    DataSet.PROJECTIONS: {
        "growth": Q(stated_growth__isnull=False),
        "openings": Q(openings__isnull=False),
        "entry-level education": ~Q(entry_education=""),
    },
}


def missing_from(release: Release, beside: Release | None = None) -> str:
    """What `release` lacks much of, in a sentence or two; "" where it lacks nothing much.

    Of what its data set usually has, and of what the release `beside` has, in whose place it would be shown.
    """
    # The site's own figures are meant for a few careers.
    if release.data_set not in diff.COMPARISONS or release.is_own:
        return ""
    found = []
    if beside is not None and (lost := _lost(release, beside)):
        found.append(lost)
    if unusual := _unusual(release):
        found.append(f"lacks much that such releases usually have: {'; '.join(unusual)}.")
    return f"Release {release.pk} ({release}) {' It also '.join(found)}" if found else ""


def missing_if_shown(release: Release) -> str:
    """What a release lacks much of, for whoever is to decide whether it is shown, or has decided so."""
    base = None if release.state in Release.SHOWN else diff.base_of(release)
    return missing_from(release, base if base and base.is_live else None)


def warning_of(missing: str) -> str:
    """The same for who has not said yet that it may be missing."""
    return f"{missing} If the publisher really left it out, approve it despite the losses." if missing else ""


def _lost(release: Release, beside: Release) -> str:
    """What `release` lacks a quarter or more of: occupations, or else their parts, areas, industries."""
    shown, gone = diff.losses(release, beside)
    if diff.is_much(gone, shown):
        return f"has nothing for {gone:,} of the {shown:,} occupations that release {beside.pk} ({beside}) has."
    if lost := _lost_parts(release, beside):
        return f"lacks much that release {beside.pk} ({beside}) has: {'; '.join(lost)}."
    return ""


def _lost_parts(release: Release, beside: Release) -> list[str]:
    """Such as “Skills for 440 of 879 occupations”."""
    if release.data_set == DataSet.ONET:
        before, after = _parts(beside), _parts(release)
        had = Counter(part for parts in before.values() for part in parts)
        lost = Counter(part for code, parts in before.items() for part in parts - after.get(code, set()))
        return [
            f"{label} for {lost[label]:,} of {had[label]:,} occupations"
            for label in diff.PARTS.values()
            if diff.is_much(lost[label], had[label])
        ]
    if release.data_set not in PLACES:
        return []
    model, place, name = PLACES[DataSet(release.data_set)]
    # Industries that staff entered have no code.
    before, after = (
        set(model.objects.filter(release=one).exclude(**{place: ""}).values_list(place, flat=True))
        for one in (beside, release)
    )
    gone = len(before - after)
    return [f"{gone:,} of {len(before):,} {name}"] if diff.is_much(gone, len(before)) else []


def _unusual(release: Release) -> list[str]:
    """Such as “no Skills” and “only 20 of about 51 states”."""
    usual = {one.what: one for one in USUAL.get(release.data_set, ())}
    has = Counter(_counted(release)) if usual else Counter()
    found = []
    for one in usual.values():
        whole = usual.get(one.of)
        # That occupations are lacking is said by itself.
        share = has[one.of] / whole.about if whole and whole.lack(has[one.of]) else 1
        if words := one.lack(has[one.what], share):
            found.append(words)
    return found


def _counted(release: Release) -> dict[str, int]:
    """How many a release has of what its data set usually has, by `Usual.what`."""
    if release.data_set == DataSet.ONET:
        parts = _parts(release)
        return {OCCUPATIONS: len(parts)} | Counter(part for of_one in parts.values() for part in of_one)
    if release.data_set == DataSet.SOC:
        groups = OccupationGroup.objects.filter(release=release)
        of_level = Counter(groups.values_list("level", flat=True))
        return {
            MAJOR_GROUPS: of_level[OccupationGroup.Level.MAJOR],
            DETAILED: of_level[OccupationGroup.Level.DETAILED],
        }
    rows = diff.COMPARISONS[DataSet(release.data_set)].model.objects.filter(release=release)
    # Groups of occupations have codes that end in 0.
    detailed = rows.exclude(occupation__code__endswith="0")
    figures = FIGURES.get(DataSet(release.data_set), {})
    return {
        ALL_TOGETHER: int(rows.filter(occupation__code=ALL_OCCUPATIONS).exists()),
        DETAILED: _distinct(detailed, "occupation"),
        **{what: _distinct(detailed.filter(holds), "occupation") for what, holds in figures.items()},
        **_places(release, rows),
    }


def _places(release: Release, rows: QuerySet) -> dict[str, int]:
    if release.data_set == DataSet.OEWS_INDUSTRY:
        return {SECTORS: _distinct(rows, "naics")}
    if release.data_set == DataSet.OEWS_STATE:
        return {STATES: _distinct(rows.exclude(area__states__in=TERRITORIES), "area")}
    if release.data_set == DataSet.OEWS_METROPOLITAN:
        return {AREAS: _distinct(rows, "area")}
    return {}


def _distinct(rows: QuerySet, column: str) -> int:
    return rows.order_by().values(column).distinct().count()


def _parts(release: Release) -> dict[str, set[str]]:
    """By code, the labels of the parts of the profile that are not empty."""
    profiles = OnetProfile.objects.filter(release=release).values_list("code", "data")
    return {
        code: {label for part, label in diff.PARTS.items() if data.get(part)}
        for code, data in profiles.iterator(chunk_size=500)
    }
