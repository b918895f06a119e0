"""What a release changes: its rows beside those of the release that it would take the place of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.db.models import QuerySet

from ..figures.selection import newest, presences_of, select
from ..figures.wording import column_text
from ..models import Career, DataSet, Release
from ..models.classification import is_group
from ..models.usual_sizes import is_much

WAITING = [Release.State.LOADING, Release.State.STAGED]


@dataclass(frozen=True)
class Change:
    """One figure that differs; `row` is the pk of the new row, `outlier` says why somebody should look at it."""

    code: str
    title: str
    figure: str
    old: object
    new: object
    row: int | None = None
    outlier: str = ""
    # The period of `old`, where it is not the compared release's: what that has is held back.
    old_period: str = ""
    column: str = ""
    old_top_coded: bool = False
    new_top_coded: bool = False

    @property
    def old_text(self) -> str:
        return column_text(self.column, self.old, top_coded=self.old_top_coded)

    @property
    def new_text(self) -> str:
        return column_text(self.column, self.new, top_coded=self.new_top_coded)

    @property
    def percent(self) -> Decimal | None:
        """None where a figure is top-coded: how much more than that it is, nobody knows."""
        if self.old_top_coded or self.new_top_coded:
            return None
        if isinstance(self.old, int | Decimal) and isinstance(self.new, int | Decimal) and self.old:
            return round(Decimal(100 * (self.new - self.old)) / Decimal(abs(self.old)), 1)
        return None


@dataclass(frozen=True)
class Named:
    """What a row is for, by its code and its title."""

    code: str
    title: str


@dataclass(frozen=True)
class Renamed:
    """An area or an industry by its code, with its old name and the new one."""

    code: str
    names: str


@dataclass(frozen=True)
class KeptOlder:
    """A career whose page goes on showing the figures of an older period."""

    career: Career
    period: str


@dataclass(frozen=True)
class Heads:
    """What stands above the compared figures."""

    old: str
    new: str


@dataclass
class Diff:
    release: Release
    base: Release | None
    rows: int = 0
    added: list[Named] = field(default_factory=list)
    gone: list[Named] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    without_career: list[Named] = field(default_factory=list)
    left_without: list[Career] = field(default_factory=list)
    keep_older: list[KeptOlder] = field(default_factory=list)
    renamed: list[Renamed] = field(default_factory=list)
    # The release that it covers a part of, and what visitors go on seeing of that.
    beside: Release | None = None
    stays: list[Named] = field(default_factory=list)

    @property
    def content(self) -> str:
        return self.release.record.content

    @property
    def heads(self) -> Heads:
        if self.base and self.base.as_of > self.release.as_of:
            return Heads(self.base.period, self.release.period)
        return Heads("Before", "Now")

    @property
    def outliers(self) -> list[Change]:
        return [change for change in self.changed if change.outlier]


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """What is compared of one row of `release`."""

    release: Release
    key: tuple
    title: tuple
    figures: tuple
    pk: int
    held: bool = False
    # The columns whose figures mean "or more".
    top_coded: tuple[str, ...] = ()


def base_of(release: Release, shown: Iterable[Release] | None = None) -> Release | None:
    """The shown release that `release` would take the place of: of its period, else the newest that is not newer.

    None for the site's own, which takes nobody's place. `shown` are the releases that are, where not those now.
    """
    if release.is_own:
        return None
    others = Release.objects.shown().filter(data_set=release.data_set) if shown is None else shown
    others = [one for one in others if one.data_set == release.data_set and one != release and not one.is_own]
    same = [one for one in others if one.period == release.period]
    if same:
        return min(same, key=lambda one: one.covers_part)
    older = [one for one in others if one.as_of <= release.as_of]
    return max(older, key=lambda one: (one.as_of, not one.covers_part), default=None)


def covers_part_of(base: Release, release: Release) -> bool:
    """Whether `release` has much less than `base`, of its period, and nothing else: it is shown beside that then.

    Of data sets that are shown of the live release alone, it takes the place of the other all the same.
    """
    if release.record.only_live or not release.record.codes:
        return False
    of_base, of_release = _codes_in(base), _codes_in(release)
    return of_release < of_base and is_much(len(of_base - of_release), len(of_base))


def whole_beside(release: Release) -> Release | None:
    """The release of its period that `release` covers only a part of, and beside which visitors see it, or would."""
    if release.is_own:
        return None
    others = Release.objects.of_publishers().filter(data_set=release.data_set, period=release.period)
    same = others.shown().filter(covers_part=False).exclude(pk=release.pk).first()
    is_part = release.covers_part if release.state in Release.SHOWN else same and covers_part_of(same, release)
    return same if is_part else None


def losses(release: Release, base: Release) -> tuple[int, int]:
    """(occupations of `base`, how many of them `release` lacks). 2 queries."""
    of_base, of_release = _codes_in(base), _codes_in(release)
    return len(of_base), len(of_base - of_release)


def _codes_in(release: Release) -> set[str]:
    return set(release.record.rows(release).values_list(release.record.key[0], flat=True))


def neighbour_of(release: Release) -> Release | None:
    """The release to compare with: of its period, else the nearest in time, of two as near the earlier.

    While it waits, older ones that wait too are taken as shown: those of one import are approved together.
    """
    others = Release.objects.of_publishers().filter(data_set=release.data_set).exclude(pk=release.pk)
    if release.state == Release.State.REPLACED:
        # The other file of its period came after it.
        others = others.exclude(period=release.period)
    same = others.shown().filter(period=release.period).order_by("covers_part").first()
    if same:
        return same
    candidates = list(others.shown())
    if release.state in WAITING:
        candidates += others.filter(state__in=WAITING, as_of__lt=release.as_of)
    return min(candidates, key=lambda one: (abs(one.as_of - release.as_of), one.as_of, -one.pk), default=None)


def diff_of(release: Release, base: Release | None = None) -> Diff:
    """`release` beside `base`, which is its neighbour unless another is given."""
    base = base or neighbour_of(release)
    record = release.record
    diff = Diff(release, base, beside=whole_beside(release))
    old = _seen(record, base) if base else {}
    old_titles = {(row.key[0], *row.title[1:]): row.key for row in old.values()} if record.expressions else {}
    codes, industries = {}, {}
    for row in _rows(record, release):
        diff.rows += 1
        codes[row.key[0]] = row.title[0]
        if place := _place(row, old, old_titles):
            before = old.pop(place)
            if before.title[1:] != row.title[1:]:
                industries[row.key[1:]] = before.title[1:], row.title[1:]
            changes = _changes(record, before, row)
            is_older = before.release != base
            diff.changed += [replace(one, old_period=before.release.period) for one in changes] if is_older else changes
        else:
            diff.added.append(Named(_name(row.key), _name(row.title)))
    if not release.is_own:
        others = [Named(_name(row.key), _name(row.title)) for row in old.values()]
        diff.gone, diff.stays = ([], others) if diff.beside else (others, [])
    if base:
        diff.changed += _changes_besides(record, base, release)
    diff.renamed = _renamed(release, base, industries) if base else []
    if record.codes:
        diff.without_career = _without_career(release, codes)
        # What a part lacks, pages go on showing of the release that it stands beside.
        if not release.is_own and not diff.beside:
            _sort_losers(diff)
    return diff


def _place(row: ComparedRow, old: dict[tuple, ComparedRow], by_title: dict[tuple, tuple]) -> tuple | None:
    """The key that the same thing has in `old`, where one of two industries may have no code but the same title."""
    if row.key in old:
        return row.key
    named = (row.key[0], *row.title[1:])
    # A row without a code has its title for a key.
    place = by_title.get(named) if row.key == named else named
    return place if place in old else None


def _seen(record: DataSet, base: Release) -> dict[tuple, ComparedRow]:
    """The rows of `base` by their key; where it holds one back, what visitors last saw in its place."""
    seen, held = {}, set()
    for row in _rows(record, base):
        if row.held:
            held.add(row.key)
        else:
            seen[row.key] = row
    earlier = Release.objects.of_publishers().filter(data_set=base.data_set, as_of__lt=base.as_of).shown()
    for release in earlier if held else ():
        for row in _rows(record, release, {key[0] for key in held}):
            if row.key in held and not row.held:
                seen[row.key] = row
                held.discard(row.key)
    return seen


def _rows(record: DataSet, release: Release, codes: set[str] | None = None) -> Iterator[ComparedRow]:
    states = [name for name in ("held", "top_coded") if hasattr(record.row_model, name)]
    keys, titles = len(record.key), len(record.key) + len(record.names)
    last = titles + len(record.figures)
    columns = [*record.key, *record.names, *record.figures, "pk", *states]
    rows = record.rows(release).annotate(**record.expressions)
    rows = rows.order_by(*record.key).values_list(*columns)
    if codes is not None:
        rows = rows.filter(**{f"{record.key[0]}__in": codes})
    for row in rows.iterator(chunk_size=5_000):
        state = dict(zip(states, row[last + 1 :], strict=True))
        top_coded = tuple(state.get("top_coded", "").split())
        yield ComparedRow(
            release, row[:keys], row[keys:titles], row[titles:last], row[last], state.get("held", False), top_coded
        )


def _name(parts: tuple) -> str:
    return ", ".join(str(part) for part in parts)


def _changes(record: DataSet, old: ComparedRow, new: ComparedRow) -> list[Change]:
    code, title, changes = _name(new.key), _name(new.title), []
    for (name, label), before, after in zip(record.figures.items(), old.figures, new.figures, strict=True):
        was_open = name in old.top_coded
        is_open = name in new.top_coded
        if (before, was_open) == (after, is_open):
            continue
        if name == record.parts_column:
            changes += _part_changes(record, code, title, before, after, new.pk)
            continue
        outlier = "" if was_open or is_open else record.judge(name, before, after)
        change = Change(code, title, label, before, after, new.pk, outlier, "", name, was_open, is_open)
        changes.append(change)
    return changes


def _part_changes(record: DataSet, code: str, title: str, old: dict, new: dict, pk: int) -> list[Change]:
    changes = []
    for part, label in record.parts.items():
        before, after = old.get(part), new.get(part)
        if before != after:
            amounts = _amount_of(before), _amount_of(after)
            if amounts[0] == amounts[1] and isinstance(before, dict) and isinstance(after, dict):
                # The zones are drawn anew: the same number has another name.
                amounts = before.get("name", ""), after.get("name", "")
            changes.append(Change(code, title, label, *amounts, pk))
    return changes


def _changes_besides(record: DataSet, base: Release, release: Release) -> list[Change]:
    """Of rows that are of no occupation, as a whole."""
    old, new = record.rows_besides(base), record.rows_besides(release)
    return [
        Change("", record.label, name, _amount_of(before), _amount_of(after))
        for name in old
        if (before := _contents(old[name])) != (after := _contents(new[name]))
    ]


def _contents(rows: QuerySet) -> list[tuple]:
    columns = [one.attname for one in rows.model._meta.concrete_fields if one.name not in ("id", "release", "order")]
    return list(rows.order_by(*columns).values_list(*columns))


def _amount_of(part) -> str:
    if isinstance(part, list):
        return f"{len(part)} line{'s' if len(part) != 1 else ''}"
    if isinstance(part, dict):
        return str(part.get("number", ""))
    return str(part or "")[:200]


def _renamed(release: Release, base: Release, industries: dict[tuple, tuple[tuple, tuple]]) -> list[Renamed]:
    """Areas and industries that are called something else than before."""
    renamed = [Renamed(_name(key), f"{_name(old)} → {_name(new)}") for key, (old, new) in sorted(industries.items())]
    if not release.record.area_kind:
        return renamed
    before = {area: names for area, *names in base.areaname_rows.values_list("area", "title", "states")}
    for name in release.areaname_rows.select_related("area").order_by("area__code"):
        title, states = before.get(name.area_id, (name.area.title, name.area.states))
        if title != name.title:
            renamed.append(Renamed(name.area.code, f"{title} → {name.title}"))
        elif states != name.states:
            renamed.append(Renamed(name.area.code, f"{title}: {states} → {name.states}"))
    return renamed


def _without_career(release: Release, titles: dict[str, str]) -> list[Named]:
    """Codes of detailed occupations that match no career."""
    found = (select(titles, release.record.codes(one)) for one in Career.objects.select_related("occupation"))
    used = {one.code for one in found if one}
    return [Named(code, title) for code, title in titles.items() if not is_group(code) and code not in used]


def _sort_losers(diff: Diff) -> None:
    """Published careers that the release has nothing for, though its place has: do older figures stay on the page?"""
    release = diff.release
    place = base_of(release) if release.state in [*WAITING, Release.State.ROLLED_BACK] else diff.base
    if place is None or (release.record.only_live and not (place.is_live or release.is_live)):
        return
    new, old = presences_of(release), presences_of(place)
    losers = []
    for career in Career.objects.published().select_related("occupation"):
        codes = release.record.codes(career)
        if newest([old], codes) and not select(new, codes):
            losers.append((career, codes))
    kept = []
    if losers and not release.record.only_live:
        shown = Release.objects.of_publishers().filter(data_set=release.data_set).shown().exclude(period=release.period)
        kept = [presences_of(one) for one in shown.order_by("-as_of", "-pk")]
    for career, codes in losers:
        if found := newest(kept, codes):
            diff.keep_older.append(KeptOlder(career, found.row.release.period))
        else:
            diff.left_without.append(career)
