"""The public change log of each career: what a release changed on its page, one line in words."""

from collections.abc import Iterator, Mapping

from django.db.models import QuerySet

from ..figures.selection import Closest, closest, newest
from ..models import Career, CareerChange, Occupation, Release


def _is_told(release: Release) -> bool:
    return release.record.lines is not None and release.record.codes is not None


def write(release: Release, before: Release | None, *, only: set[str] | None = None) -> None:
    """One line for each career whose page `release`, now shown, changes; it took the place of `before`.

    `only`: for the careers that find its rows by these codes.
    """
    if not _is_told(release) or (release.record.only_live and not release.is_live):
        return
    rows, replaced = _rows_of(release), _rows_of(before) if before else {}
    seen = [replaced if older == before else _rows_of(older) for older in _seen(release, before)]
    instead = _shown_in_place_of(release)
    titles = dict(Occupation.objects.values_list("code", "title"))
    texts = []
    for career, codes in _careers(release):
        now = closest(rows, codes)
        if (only is not None and (now is None or now.code not in only)) or _is_hidden(now, instead, codes):
            continue
        if now is None and release.covers_part:
            continue
        if now is None or now.held:
            texts.append((career, _lost(release, before, now, closest(replaced, codes))))
        else:
            texts.append((career, _gained(release, now, newest(seen, codes), titles)))
    _store(release, texts)


def write_rollback(release: Release, restored: Release | None, *, was_live: bool) -> None:
    """One line for each career whose page lost what `release` had; `restored` is what it had replaced, if shown now."""
    if not _is_told(release) or (release.record.only_live and not was_live):
        return
    rows, of_period = _rows_of(release), _rows_of(restored) if restored else {}
    others = Release.objects.filter(data_set=release.data_set)
    others = (others.live() if release.record.only_live else others.shown()) if was_live else others.none()
    left = [_rows_of(other) for other in sorted(others, key=_precedence)]
    instead = _shown_in_place_of(release)
    texts = []
    for career, codes in _careers(release):
        had, corrected = closest(rows, codes), closest(of_period, codes)
        if _is_hidden(had, instead, codes) or (had is None and release.covers_part):
            continue
        texts.append((career, _taken_back(release, had, corrected, newest(left, codes))))
    _store(release, texts)


def _store(release: Release, texts: list[tuple[Career, str]]) -> None:
    CareerChange.objects.bulk_create(
        (
            CareerChange(career=career, data_set=release.data_set, period=release.period, text=text)
            for career, text in texts
            if text
        ),
        batch_size=1_000,
    )


def write_own(release: Release, *, only: set[str] | None = None) -> None:
    """One line for each career whose page shows the site's own `release`, now that it is shown."""
    if not _is_told(release):
        return
    rows, beside, newer = _rows_of(release), *_beside(release)
    older = [_rows_of(one) for one in sorted(_shown_beside(release), key=_precedence) if one.as_of < release.as_of]
    titles = dict(Occupation.objects.values_list("code", "title"))
    texts = []
    for career, codes in _careers(release):
        now, then = closest(rows, codes), closest(beside, codes)
        if now is None or now.held or (only is not None and now.code not in only) or _is_closer(then, now, codes):
            continue
        if then is None or then.held:
            then = None if newest(newer, codes) else newest(older, codes)
        if text := _own_line(release, now, then, titles):
            texts.append((career, text))
    _store(release, texts)


def _own_line(release: Release, now: Closest, then: Closest | None, titles: dict[str, str]) -> str:
    if not release.record.one_a_career:
        return f"{_name(release)} now has figures of this site's own."
    text = _gained(release, now, then, titles)
    return f"{text} It is this site's own figure." if text else ""


def write_own_rollback(release: Release) -> None:
    """One line for each career whose page showed the site's own `release`, which is not shown any more."""
    if not _is_told(release):
        return
    rows, beside, newer = _rows_of(release), *_beside(release)
    older = [_rows_of(one) for one in sorted(_shown_beside(release), key=_precedence) if one.as_of < release.as_of]
    texts = []
    for career, codes in _careers(release):
        had, again = closest(rows, codes), closest(beside, codes)
        if had is None or had.held or _is_closer(again, had, codes):
            continue
        text = f"{_name(release)}: this site's own figures were withdrawn."
        if again and not again.held:
            text += " The page shows the publisher's again."
        elif not newest(newer, codes) and (left := newest(older, codes)):
            text += f" The page shows {left.row.release.period} again."
        texts.append((career, text))
    _store(release, texts)


def _is_closer(other: Closest | None, mine: Closest, codes: dict[str, str]) -> bool:
    """Whether the page shows another release's figures of the day, published for fewer people than `mine`."""
    order = list(codes)
    return other is not None and not other.held and order.index(other.code) < order.index(mine.code)


def _precedence(release: Release) -> tuple[int, bool, int]:
    """Newest first, and of one day the site's own first."""
    return -release.as_of.toordinal(), not release.is_own, -release.pk


def _shown_beside(release: Release) -> QuerySet[Release]:
    others = Release.objects.filter(data_set=release.data_set).exclude(pk=release.pk).shown()
    return others.filter(state=Release.State.LIVE) if release.record.only_live else others


def _beside(release: Release) -> tuple[dict[str, list], list[dict[str, list]]]:
    """What else is shown of the day of `release`, and of newer days, newest first."""
    others = sorted(_shown_beside(release), key=_precedence)
    of_its_day: dict[str, list] = {}
    for other in (one for one in others if one.as_of == release.as_of):
        for code, rows in _rows_of(other).items():
            of_its_day.setdefault(code, []).extend(rows)
    return of_its_day, [_rows_of(one) for one in others if one.as_of > release.as_of]


def _shown_in_place_of(release: Release) -> dict[str, list]:
    """Figures of its day that pages show instead: the site's own, or of a newer release that covers a part."""
    if not release.record.one_a_career:
        return {}
    rows: dict[str, list] = {}
    for other in sorted(_shown_beside(release).filter(as_of=release.as_of), key=_precedence):
        if _precedence(other) < _precedence(release):
            for code, of_code in _rows_of(other).items():
                rows.setdefault(code, []).extend(of_code)
    return rows


def _is_hidden(found: Closest | None, instead: dict[str, list], codes: dict[str, str]) -> bool:
    """Whether the page shows other figures of the day, and so does not change."""
    other = closest(instead, codes)
    if other is None or other.held:
        return False
    return found is None or found.held or not _is_closer(found, other, codes)


def _seen(release: Release, before: Release | None) -> list[Release]:
    """What visitors saw before `release` came, newest first: `before`, and what stood where that has nothing."""
    if release.record.only_live or (before is None and not release.is_live):
        return [before] if before else []
    older = set(Release.objects.filter(data_set=release.data_set, as_of__lt=release.as_of).shown())
    return sorted({before, *older} if before else older - {release}, key=_precedence)


def _careers(release: Release) -> Iterator[tuple[Career, dict[str, str]]]:
    """Each career with the codes by which it finds rows of such a release."""
    careers = Career.objects.select_related("occupation").prefetch_related("occupation__predecessors")
    for career in careers.only("pk", "onet_code", "occupation__code"):
        shows_older = release.record.shows_older and career.occupation
        older = [occupation.code for occupation in career.occupation.predecessors.all()] if shows_older else []
        if codes := release.record.codes(career, older):
            yield career, codes


def _rows_of(release: Release) -> Mapping[str, list]:
    return release.record.lines.rows(release)


def _name(release: Release) -> str:
    return release.record.lines.name(release)


def _lost(release: Release, before: Release | None, now: Closest | None, was: Closest | None) -> str:
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


def _gained(release: Release, now: Closest, then: Closest | None, titles: dict[str, str]) -> str:
    """`now` is on a career's page, where visitors saw `then`."""
    old = then.row if then else None
    if old and then.code != now.code:
        return _other_population(release, now, then, titles)
    is_correction = old is not None and old.release.period == release.period
    text = release.record.lines.shown(now.row, old, is_correction=is_correction)
    if not text or now.relation == "own":
        return text
    return f"{text} It is published for {_group(now, titles)} only."


def _group(found: Closest, titles: dict[str, str]) -> str:
    return f"{'the wider group ' if found.relation == 'wider' else ''}{titles[found.code]} (SOC {found.code})"


def _other_population(release: Release, now: Closest, then: Closest, titles: dict[str, str]) -> str:
    """No change is stated between groups of people: their figures may differ though nobody's pay changed."""
    if now.relation == "own":
        whom = "this career alone" if then.relation == "wider" else f"{titles[now.code]} (SOC {now.code})"
    else:
        whom = f"{_group(now, titles)} only"
    figure = release.record.lines.figure(now.row)
    return f"{_name(release)} is now published for {whom}{figure}."


def _taken_back(release: Release, had: Closest | None, corrected: Closest | None, left: Closest | None) -> str:
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
