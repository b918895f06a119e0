"""What a release lacks: of what its data set usually has, and of what the release has whose place it would take.

A file that was cut short, or a table that was left out, is no fault that reading it would show: what there is is right.
"""

from collections import Counter

from django.db.models import Count

from ..models import Release
from ..models.usual_sizes import is_much
from . import diff


def missing_from(release: Release, beside: Release | None = None) -> str:
    """What `release` lacks much of, in a sentence or two; "" where it lacks nothing much.

    Of what its data set usually has, and of what the release `beside` has, in whose place it would be shown.
    """
    # The site's own figures are meant for a few careers.
    if not release.record.model or release.is_own:
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
    total, gone = diff.losses(release, beside)
    if is_much(gone, total):
        of = f"{gone:,} of the {total:,} {release.record.subjects}"
        return f"has nothing for {of} that release {beside.pk} ({beside}) has."
    if lost := _lost_parts(release, beside):
        return f"lacks much that release {beside.pk} ({beside}) has: {'; '.join(lost)}."
    return ""


def _lost_parts(release: Release, beside: Release) -> list[str]:
    """Such as “Skills for 440 of 879 occupations”."""
    record = release.record
    before, after = _parts(beside), _parts(release)
    had = _with_part(before)
    lost = _with_part({code: parts - after.get(code, set()) for code, parts in before.items()})
    found = [
        f"{label} for {lost[label]:,} of {had[label]:,} {record.subjects}"
        for label in record.parts.values()
        if is_much(lost[label], had[label])
    ]
    if record.place:
        had_places, has_places = _places(beside), _places(release)
        gone = len(had_places - has_places)
        if is_much(gone, len(had_places)):
            found.append(f"{gone:,} of {len(had_places):,} {record.place.name}")
    return found


def _places(release: Release) -> set[str]:
    # Industries that staff entered have no code.
    column = release.record.place.column
    return set(release.record.rows(release).exclude(**{column: ""}).values_list(column, flat=True))


def _unusual(release: Release) -> list[str]:
    """Such as “no Skills” and “only 20 of about 51 states”."""
    usual = {one.what: one for one in release.record.usual}
    has = Counter(counted(release)) if usual else Counter()
    found = []
    for one in usual.values():
        whole = usual.get(one.of)
        # That occupations are lacking is said by itself.
        share = has[one.of] / whole.about if whole and whole.lack(has[one.of]) else 1
        if words := one.lack(has[one.what], share):
            found.append(words)
    return found


def counted(release: Release) -> dict[str, int]:
    """How many a release has of what its data set usually has, by `Usual.what`."""
    usual = [one for one in release.record.usual if one.column]
    counts = [Count(one.column, distinct=True, filter=one.where or None) for one in usual]
    found = release.record.rows(release).aggregate(**{f"usual_{number}": one for number, one in enumerate(counts)})
    return dict(zip([one.what for one in usual], found.values(), strict=True)) | _with_part(_parts(release))


def _parts(release: Release) -> dict[str, set[str]]:
    """By code, the labels of the parts that are not empty, where the rows of its data set have parts."""
    record = release.record
    if not record.parts:
        return {}
    rows = record.rows(release).values_list(record.key[0], record.parts_column)
    return {
        code: {label for part, label in record.parts.items() if data.get(part)}
        for code, data in rows.iterator(chunk_size=500)
    }


def _with_part(parts: dict[str, set[str]]) -> Counter[str]:
    return Counter(label for of_one in parts.values() for label in of_one)
