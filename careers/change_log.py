"""The public change log of each career: what a release changed on its page, one line in words."""

from collections.abc import Iterator

from . import diff
from .models import Career, CareerChange, DataSet, OnetProfile, Outlook, Pay, Release
from .models.figures import Amount, Figure
from .wording import change_in_percent, growth_text

WHAT = {
    DataSet.OEWS_NATIONAL: "Pay",
    DataSet.OEWS_INDUSTRY: "Pay by industry",
    DataSet.OEWS_STATE: "Pay by state",
    DataSet.OEWS_METROPOLITAN: "Pay by metropolitan area",
    DataSet.PROJECTIONS: "Job outlook",
    DataSet.ONET: "O*NET's text",
}


# Pages show these of the live release alone.
ONLY_LIVE = [DataSet.ONET, DataSet.OEWS_STATE, DataSet.OEWS_METROPOLITAN]


def write(release: Release, before: Release | None) -> None:
    """One line for each career that `release` gives something to and whose page it changes."""
    if release.data_set not in WHAT or (release.data_set in ONLY_LIVE and not release.is_live):
        return
    same_period = before is not None and before.period == release.period
    lines = []
    for career, new, old in _pairs(release, before):
        text = _line(release, before, new, old, same_period)
        if text:
            lines.append(CareerChange(career=career, data_set=release.data_set, period=release.period, text=text))
    CareerChange.objects.bulk_create(lines, batch_size=1_000)


def write_rollback(release: Release, instead: Release | None) -> None:
    """One line for each career whose figures or text went back."""
    if release.data_set not in WHAT:
        return
    what = WHAT[DataSet(release.data_set)]
    gone = f"{what} of {release.period} was withdrawn."
    again = f"{gone} The page shows {instead.period} again." if instead else gone
    if instead and instead.period == release.period:
        again = f"{what} of {release.period} is shown as it was before a correction, which was withdrawn."
    lines = [
        CareerChange(
            career=career, data_set=release.data_set, period=release.period, text=again if old is not None else gone
        )
        for career, row, old in _pairs(release, instead)
        if not getattr(row, "held", False)
    ]
    CareerChange.objects.bulk_create(lines, batch_size=1_000)


def _pairs(release: Release, before: Release | None) -> Iterator[tuple[Career, object, object]]:
    """(career, what `release` has for it, what `before` had) for each career that `release` has something for."""
    new, old = _by_code(release), _by_code(before) if before else {}
    careers = Career.objects.select_related("occupation").only("pk", "onet_code", "occupation__code")
    for career in careers:
        codes = [career.onet_code]
        if release.data_set != DataSet.ONET:
            codes = [career.occupation.code, *career.occupation.broader_codes] if career.occupation else []
        found = next((code for code in codes if code in new), None)
        if found:
            yield career, new[found], next((old[code] for code in codes if code in old), None)


def _by_code(release: Release) -> dict[str, object]:
    """The release's row of each code; only that there are rows, for data sets with many rows a code."""
    if release.data_set == DataSet.ONET:
        return {row.code: row.data for row in OnetProfile.objects.filter(release=release).only("code", "data")}
    model: type[Figure] = diff.COMPARISONS[DataSet(release.data_set)].model
    rows = model.objects.filter(release=release)
    if model in (Pay, Outlook):
        # The held ones too: a wider group's figure must not be told as the career's while its own is doubted.
        return {row.occupation.code: row for row in rows.select_related("occupation", "release")}
    return dict.fromkeys(rows.filter(held=False).values_list("occupation__code", flat=True).distinct(), True)


def _line(release: Release, before: Release | None, new, old, same_period: bool) -> str:
    if getattr(new, "held", False):
        return ""
    if isinstance(new, Pay):
        return _pay_line(release, before, new, old, same_period)
    if isinstance(new, Outlook):
        return _outlook_line(release, before, new, old, same_period)
    if isinstance(new, dict):
        return _text_line(release, new, old)
    what = WHAT[DataSet(release.data_set)]
    return "" if same_period and old else f"{what} of {release.period} was added."


def _pay_line(release: Release, before: Release | None, new: Pay, old: Pay | None, same_period: bool) -> str:
    basis = new.basis
    now, then = new.median, old.amount(f"{basis}_median") if old else Amount(None)
    if not now:
        return f"Pay of {release.period} was added; the publisher released no median."
    if not then:
        return f"Pay of {release.period} was added: the median is {now} {now.unit}."
    if str(now) == str(then):
        return "" if same_period else f"Median pay of {release.period} is {now} {now.unit}, as in {before.period}."
    change = "" if now.top_coded or then.top_coded else f", {change_in_percent(then.value, now.value)}"
    since = "corrected from" if same_period else f"after {then} in {before.period}"
    return f"Median pay of {release.period} is {now} {now.unit}{change}, {since}{f' {then}' if same_period else ''}."


def _outlook_line(release: Release, before: Release | None, new: Outlook, old: Outlook | None, same: bool) -> str:
    if old is None or old.growth is None or new.growth is None:
        return f"Job outlook for {release.period} was added: growth of {growth_text(new.growth)}."
    now, then = growth_text(new.growth), growth_text(old.growth)
    if same:
        return "" if now == then else f"Growth for {release.period} was corrected from {then} to {now}."
    return f"Projected growth for {release.period} is {now}; for {before.period} it was {then}."


def _text_line(release: Release, new: dict, old: dict | None) -> str:
    if old is None:
        return f"Text of {release.title} was added."
    changed = [label.lower() for part, label in diff.PARTS.items() if new.get(part) != old.get(part)]
    return f"{release.title} changed: {', '.join(changed)}." if changed else ""
