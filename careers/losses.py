"""What a release lacks of what the live one has: occupations, or parts of their profiles, areas, industries.

A table that was cut short still names nearly every occupation somewhere.
"""

from collections import Counter

from . import diff
from .models import AreaPay, DataSet, IndustryPay, OnetProfile, Release

# A file that covers so much less than what is shown was cut short more often than the publisher gave up on jobs.
MOST_GONE = 25  # percent
# What a file's rows are sorted by, so that a file that was cut short ends before the last of them.
PLACES = {
    DataSet.OEWS_STATE: (AreaPay, "area__code", "areas"),
    DataSet.OEWS_METROPOLITAN: (AreaPay, "area__code", "areas"),
    DataSet.OEWS_INDUSTRY: (IndustryPay, "naics", "industries"),
}


def warning_of(release: Release) -> str:
    """Why a release that is not shown yet must not take the live one's place by itself; "" where it may."""
    base = diff.base_of(release)
    if release.data_set not in diff.COMPARISONS or base is None or not base.is_live:
        return ""
    shown, gone = diff.losses(release, base)
    if gone * 100 > MOST_GONE * shown:
        lacks = f"has nothing for {gone:,} of the {shown:,} occupations that release {base.pk} ({base}) has."
    elif lost := _lost_parts(release, base):
        lacks = f"lacks much that release {base.pk} ({base}) has: {'; '.join(lost)}."
    else:
        return ""
    return (
        f"Release {release.pk} ({release}) {lacks} If the publisher really left it out, approve it despite the losses."
    )


def _lost_parts(release: Release, base: Release) -> list[str]:
    """What `release` lacks a quarter or more of, such as “Skills for 440 of 879 occupations”."""
    if release.data_set == DataSet.ONET:
        before, after = _parts(base), _parts(release)
        had = Counter(part for parts in before.values() for part in parts)
        lost = Counter(part for code, parts in before.items() for part in parts - after.get(code, set()))
        return [
            f"{label} for {lost[part]:,} of {had[part]:,} occupations"
            for part, label in diff.PARTS.items()
            if _is_much(lost[part], had[part])
        ]
    if release.data_set not in PLACES:
        return []
    model, place, name = PLACES[DataSet(release.data_set)]
    before, after = (
        set(model.objects.filter(release=one).exclude(**{place: ""}).values_list(place, flat=True))
        for one in (base, release)
    )
    gone = len(before - after)
    return [f"{gone:,} of {len(before):,} {name}"] if _is_much(gone, len(before)) else []


def _is_much(lost: int, had: int) -> bool:
    return bool(lost) and lost * 100 >= MOST_GONE * had


def _parts(release: Release) -> dict[str, set[str]]:
    """By code, the parts of the profile that are not empty."""
    profiles = OnetProfile.objects.filter(release=release).values_list("code", "data")
    return {code: {part for part in diff.PARTS if data.get(part)} for code, data in profiles.iterator(chunk_size=500)}
