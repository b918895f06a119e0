"""The public change log of each career: what a release changed on its page, one line in words.

A line depends on the codes that a career has, and on rows of releases, which take long to read: `ChangeLog.prepare`
does that before anybody has to wait for it, `write` when the releases have moved.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from django.utils import timezone

from .. import bulk
from ..figures.selection import Coded, Selection, newest, select
from ..figures.wording import everybody_in
from ..models import CareerChange, Occupation, Relation, Release

Codes = Mapping[str, Relation]


class Rows:
    """What releases have, by the codes by which careers find it; each release is read once."""

    def __init__(self) -> None:
        self._rows: dict[Release, Mapping[str, list]] = {}
        self._marks: dict[Release, object] = {}

    def of(self, release: Release) -> Mapping[str, list]:
        if release not in self._rows:
            self._marks[release] = _mark(release)
            self._rows[release] = release.record.lines.rows(release)
        return self._rows[release]

    def changed(self) -> bool:
        """Whether somebody changed a row since it was read."""
        return any(_mark(release) != mark for release, mark in self._marks.items())


def _mark(release: Release) -> object:
    """What of the rows of a release staff can change: of a publisher's, whether they are held back."""
    rows = release.record.rows(release).order_by("pk")
    if release.is_own:
        return list(rows.values_list())
    return list(rows.filter(held=True).values_list("pk", flat=True)) if hasattr(rows.model, "held") else None


class ChangeLog:
    """The lines that a release which comes or goes gives careers; `line` makes one of a career's codes."""

    def __init__(self, release: Release, line: Callable[[Codes], str] | None = None) -> None:
        self.release, self._line = release, line
        self._known: dict[Coded, str] = {}

    def prepare(self, careers: Iterable[Coded]) -> None:
        for one in careers if self._line else ():
            self._text(one)

    def lines(self, careers: Iterable[Coded]) -> Iterator[dict[str, object]]:
        """The columns of a `CareerChange`."""
        of_all = {"data_set": self.release.data_set, "period": self.release.period, "made_on": timezone.localdate()}
        for one in careers if self._line else ():
            if text := self._text(one):
                yield of_all | {"career_id": one.pk, "text": text}

    def _text(self, one: Coded) -> str:
        if one not in self._known:
            record = self.release.record
            codes = record.codes(one, one.predecessors if record.shows_predecessors else ())
            self._known[one] = self._line(codes) if codes else ""
        return self._known[one]


def write(log: ChangeLog, careers: Iterable[Coded]) -> None:
    bulk.insert_columns(CareerChange, log.lines(careers))


def _is_logged(release: Release) -> bool:
    return release.record.lines is not None and release.record.codes is not None


def of_approval(
    release: Release, before: Release | None, shown: Iterable[Release], rows: Rows, *, only: set[str] | None = None
) -> ChangeLog:
    """One line for each career whose page `release` changes, which takes the place of `before`.

    `shown` are all releases that are shown afterwards. `only`: for the careers that find its rows by these codes.
    """
    if not _is_logged(release) or (release.record.only_live and not release.is_live):
        return ChangeLog(release)
    shown = _of_data_set(release, shown)
    if release.is_own:
        return _of_own_approval(release, shown, rows, only)
    mine, replaced = rows.of(release), rows.of(before) if before else {}
    seen = [rows.of(older) for older in _seen(release, before, shown)]
    instead = _shown_in_place_of(release, shown, rows)
    titles = dict(Occupation.objects.values_list("code", "title"))

    def line(codes: Codes) -> str:
        now = select(mine, codes)
        if (only is not None and (now is None or now.code not in only)) or _is_hidden(now, instead, codes):
            return ""
        if now is None and release.covers_part:
            return ""
        if now is None or now.held:
            return _lost(release, before, now, select(replaced, codes))
        return _gained(release, now, newest(seen, codes), titles)

    return ChangeLog(release, line)


def of_rollback(
    release: Release, restored: Release | None, shown: Iterable[Release], rows: Rows, *, was_live: bool
) -> ChangeLog:
    """One line for each career whose page loses what `release` had; `restored` is what it had replaced, if shown then.

    `shown` are all releases that are shown afterwards.
    """
    if not _is_logged(release) or (release.record.only_live and not was_live):
        return ChangeLog(release)
    shown = _of_data_set(release, shown)
    if release.is_own:
        return _of_own_rollback(release, shown, rows)
    mine, of_period = rows.of(release), rows.of(restored) if restored else {}
    others = [one for one in shown if was_live and (not release.record.only_live or (one.is_live and not one.is_own))]
    left = [rows.of(other) for other in others]
    instead = _shown_in_place_of(release, shown, rows)

    def line(codes: Codes) -> str:
        had, corrected = select(mine, codes), select(of_period, codes)
        if _is_hidden(had, instead, codes) or (had is None and release.covers_part):
            return ""
        return _taken_back(release, had, corrected, newest(left, codes))

    return ChangeLog(release, line)


def _of_own_approval(release: Release, shown: list[Release], rows: Rows, only: set[str] | None) -> ChangeLog:
    """One line for each career whose page shows the site's own `release`."""
    mine, beside, (newer, older) = rows.of(release), _beside(release, shown, rows), _around(release, shown, rows)
    titles = dict(Occupation.objects.values_list("code", "title"))

    def line(codes: Codes) -> str:
        now, then = select(mine, codes), select(beside, codes)
        if now is None or now.held or (only is not None and now.code not in only) or _is_narrower(then, now, codes):
            return ""
        if then is None or then.held:
            then = None if newest(newer, codes) else newest(older, codes)
        return _own_line(release, now, then, titles)

    return ChangeLog(release, line)


def _own_line(release: Release, now: Selection, then: Selection | None, titles: dict[str, str]) -> str:
    if not release.record.one_a_career:
        return f"{_name(release)} now has figures of this site's own."
    text = _gained(release, now, then, titles)
    return f"{text} It is this site's own figure." if text else ""


def _of_own_rollback(release: Release, shown: list[Release], rows: Rows) -> ChangeLog:
    """One line for each career whose page showed the site's own `release`, which is no longer shown."""
    mine, beside, (newer, older) = rows.of(release), _beside(release, shown, rows), _around(release, shown, rows)

    def line(codes: Codes) -> str:
        had, again = select(mine, codes), select(beside, codes)
        if had is None or had.held or _is_narrower(again, had, codes):
            return ""
        text = f"{_name(release)}: this site's own figures were withdrawn."
        if again and not again.held:
            text += " The page shows the publisher's again."
        elif not newest(newer, codes) and (left := newest(older, codes)):
            text += f" The page shows {left.row.release.period} again."
        return text

    return ChangeLog(release, line)


def _of_data_set(release: Release, shown: Iterable[Release]) -> list[Release]:
    return sorted((one for one in shown if one.data_set == release.data_set), key=_precedence)


def _is_narrower(other: Selection | None, mine: Selection, codes: Codes) -> bool:
    """Whether the page shows another release's figures of the day, published for fewer people than `mine`."""
    order = list(codes)
    return other is not None and not other.held and order.index(other.code) < order.index(mine.code)


def _precedence(release: Release) -> tuple[int, bool, int]:
    """Newest first, and of one day the site's own first."""
    return -release.as_of.toordinal(), not release.is_own, -release.pk


def _shown_beside(release: Release, shown: list[Release]) -> list[Release]:
    only_live = release.record.only_live
    return [one for one in shown if one != release and (one.is_live or not only_live)]


def _beside(release: Release, shown: list[Release], rows: Rows) -> dict[str, list]:
    """What else is shown of the day of `release`."""
    return _together(rows, [one for one in _shown_beside(release, shown) if one.as_of == release.as_of])


def _around(release: Release, shown: list[Release], rows: Rows) -> tuple[list[Mapping], list[Mapping]]:
    """What is shown of newer days, and of older ones, newest first."""
    others = _shown_beside(release, shown)
    newer = [rows.of(one) for one in others if one.as_of > release.as_of]
    return newer, [rows.of(one) for one in others if one.as_of < release.as_of]


def _shown_in_place_of(release: Release, shown: list[Release], rows: Rows) -> dict[str, list]:
    """Figures of its day that pages show instead: the site's own, or of a newer release that covers a part."""
    if not release.record.one_a_career:
        return {}
    of_its_day = [one for one in _shown_beside(release, shown) if one.as_of == release.as_of]
    return _together(rows, [one for one in of_its_day if _precedence(one) < _precedence(release)])


def _together(rows: Rows, releases: Iterable[Release]) -> dict[str, list]:
    found: dict[str, list] = {}
    for release in releases:
        for code, of_code in rows.of(release).items():
            found.setdefault(code, []).extend(of_code)
    return found


def _is_hidden(found: Selection | None, instead: dict[str, list], codes: Codes) -> bool:
    """Whether the page shows other figures of the day, and so does not change."""
    other = select(instead, codes)
    if other is None or other.held:
        return False
    return found is None or found.held or not _is_narrower(found, other, codes)


def _seen(release: Release, before: Release | None, shown: list[Release]) -> list[Release]:
    """What visitors saw before `release` came, newest first: `before`, and what stood where that has nothing."""
    if release.record.only_live or (before is None and not release.is_live):
        return [before] if before else []
    older = {one for one in shown if one.as_of < release.as_of}
    return sorted({before, *older} if before else older - {release}, key=_precedence)


def _name(release: Release) -> str:
    return release.record.lines.name(release)


def _lost(release: Release, before: Release | None, now: Selection | None, was: Selection | None) -> str:
    """`release` has nothing to show for a career: what that means where its place had something."""
    if was is None or was.held:
        return ""
    is_correction, is_gone = before.period == release.period, release.record.only_live
    if not (is_correction or is_gone):
        # The page shows what it showed before.
        return ""
    if now is not None:
        return f"{_name(release)} is held back by this site's editors."
    return release.record.lines.lost(release, before, is_correction=is_correction)


def _gained(release: Release, now: Selection, then: Selection | None, titles: dict[str, str]) -> str:
    """`now` is on a career's page, where visitors saw `then`."""
    old = then.row if then else None
    if old and then.code != now.code:
        return _other_population(release, now, then, titles)
    is_correction = old is not None and old.release.period == release.period
    text = release.record.lines.gained(now.row, old, is_correction=is_correction)
    if not text or now.relation == Relation.DETAILED:
        return text
    return f"{text} It is published for {_group(now, titles)}."


def _group(found: Selection, titles: dict[str, str]) -> str:
    title, code = titles[found.code], found.code
    if found.relation == Relation.BROAD:
        return f"{everybody_in(title)} (SOC {code}), not for this career alone"
    return f"{title} (SOC {code}) only"


def _other_population(release: Release, now: Selection, then: Selection, titles: dict[str, str]) -> str:
    """No change is stated between groups of people: their figures may differ though nobody's pay changed."""
    if now.relation == Relation.DETAILED:
        whom = "this career alone" if then.relation == Relation.BROAD else f"{titles[now.code]} (SOC {now.code})"
    else:
        whom = _group(now, titles)
    figure = release.record.lines.figure(now.row)
    return f"{_name(release)} is now published for {whom}{figure}."


def _taken_back(release: Release, had: Selection | None, corrected: Selection | None, left: Selection | None) -> str:
    """`corrected` is what the career has of the same period now, `left` the newest that is still shown."""
    was_seen, name = had is not None and not had.held, _name(release)
    if corrected and not corrected.held:
        headline = release.record.lines.headline
        if was_seen and had.code == corrected.code and headline(had.row) == headline(corrected.row):
            return ""
        return f"{name} is shown as it was before a correction, which was withdrawn."
    if was_seen:
        again = f" The page shows {left.row.release.period} again." if left else ""
        return f"{name} was withdrawn.{again}"
    return f"{_name(left.row.release)} is shown again." if left and release.record.only_live else ""
