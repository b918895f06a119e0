"""What is different between what a follower was told of a career and what its page says now, in words."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from careers.figures.wording import capital_first, lower_first

from .pages import EDITORS, OutlookSaid, PageSaid, PaySaid, Source

NONE = "none"
NO_LONGER = "no longer shown"
NONE_BEFORE = "The page had none before."
GROWTH, EDUCATION = "Projected growth", "Entry-level education"
# Publishers round so: no more than that from one release to the next says nothing.
ANNUAL_STEP, HOURLY_STEP, JOBS_STEP = Decimal(10), Decimal("0.01"), 100
NOT_ADJUSTED = "Not adjusted for inflation."


@dataclass(frozen=True)
class Change:
    """One thing that is different: “Median annual pay: $48,780 → $50,250”, what it means and where it is from.

    A sentence alone stands in `new`, with neither label nor old.
    """

    new: str
    label: str = ""
    old: str = ""
    meaning: str = ""
    source: str = ""
    is_correction: bool = False
    # How much of its old value a figure changed by; what is no figure counts as little.
    size: float = 0.0


def changes(old: PageSaid, new: PageSaid) -> list[Change]:
    """What is worth telling somebody who was told `old`; nothing where only what means nothing is different."""
    if not new.is_public:
        return [_ended(new)] if old.is_public or new.is_deleted or new.elsewhere != old.elsewhere else []
    if not old.is_public:
        return [Change("This page is back on the site.")]
    found = [*_title(old, new), *_pay(old.pay, new.pay), *_outlook(old.outlook, new.outlook)]
    return [*found, *_demand(old, new), *_credentials(old, new), *_texts(old, new), *_tasks(old, new)]


def introduction(new: PageSaid) -> list[Change]:
    """Of a career that is new in a field that is followed."""
    found = [Change("New in this field.")]
    if new.pay:
        amount, source = f"{new.pay.amount} {new.pay.unit}", source_line(new.pay.source)
        found.append(Change(amount, new.pay.label, "", median_sentence(new.pay), source))
    return found


def with_sources_once(found: list[Change]) -> list[Change]:
    """A source that several changes in a row have is said after the last of them."""
    following = [*(change.source for change in found[1:]), ""]
    return [
        replace(change, source="") if change.source == after else change
        for change, after in zip(found, following, strict=True)
    ]


def _ended(new: PageSaid) -> Change:
    if new.elsewhere:
        return Change(f"This page is now part of “{new.elsewhere.title}”.")
    if new.is_deleted:
        return Change("This page was taken off the site, so there is nothing more to tell you about it.")
    return Change("This page was taken off the site for now. If it comes back, we will tell you.")


def _title(old: PageSaid, new: PageSaid) -> Iterator[Change]:
    if old.title != new.title:
        yield Change(new.title, "Name", old.title, "The page is the same one, under another name.")


def _pay(old: PaySaid | None, new: PaySaid | None) -> Iterator[Change]:
    if new is None:
        if old:
            yield _no_more(old.label, f"{old.amount} {old.unit}", old.source)
        return
    half = median_sentence(new)
    if old is None:
        yield Change(f"{new.amount} {new.unit}", new.label, "", f"{NONE_BEFORE} {half}", source_line(new.source))
        return
    if (old.amount, old.unit) == (new.amount, new.unit):
        return
    is_same_unit = old.unit == new.unit
    was, now = (old.amount, new.amount) if is_same_unit else (f"{old.amount} {old.unit}", f"{new.amount} {new.unit}")
    change = Change(now, new.label, was, source=source_line(new.source), size=_size(old.value, new.value))
    reason = _other_basis(old, new)
    if told_wrongly(old.source, new.source):
        meaning = f"{half} {correction(was, old.source, new.source)} {capital_first(reason)}".strip()
        yield replace(change, is_correction=True, meaning=meaning)
    elif reason:
        yield replace(change, size=0.0, meaning=f"{half} This is no raise or cut: {reason}")
    elif abs(Decimal(new.value) - Decimal(old.value)) > (ANNUAL_STEP if new.unit == "a year" else HOURLY_STEP):
        before = f"In {old.source.period} it was {was}."
        yield replace(change, meaning=f"{half} {before} {NOT_ADJUSTED}")


def median_sentence(pay: PaySaid) -> str:
    if pay.top_coded:
        return f"At least half of {pay.who} earn {pay.amount} {pay.unit}; exact pay above that isn't published."
    return f"Half of {pay.who} earn more than {pay.amount} {pay.unit}."


def _other_basis(old: PaySaid, new: PaySaid) -> str:
    """Why two medians cannot be compared; nothing where they can."""
    if reason := other_source(old.source, new.source):
        return reason
    if old.unit != new.unit:
        return f"pay was given {old.unit} before."
    if old.top_coded or new.top_coded:
        return "how much of high pay is published exactly has changed."
    return ""


def other_source(old: Source, new: Source) -> str:
    """Whose or who else's figure the old one was; nothing where it was the same people's, by the same publisher."""
    if (old.code, old.whose) != (new.code, new.whose):
        before, now = (_for_whom(one) for one in (old, new))
        return f"the figure before was {before}, and this one is {now}."
    if old.publication != new.publication:
        return f"the figure before was from {old.publication}."
    return ""


def _for_whom(source: Source) -> str:
    return source.whose or "for this career alone"


def told_wrongly(old: Source, new: Source) -> bool:
    """Whether what was told was wrong, and not just older: it was taken back, or the same figure was corrected."""
    is_same = (old.as_of, old.publication, old.code) == (new.as_of, new.publication, new.code)
    return new.as_of < old.as_of or is_same


def correction(was: str, old: Source, new: Source) -> str:
    told = f"We told you {was} for {old.period}. "
    if new.as_of == old.as_of:
        return told + "That figure was corrected."
    return told + f"That figure was taken back, and the page shows the one of {new.period}."


def _no_more(label: str, was: str, source: Source) -> Change:
    return Change(NO_LONGER, label, was, "", source_line(source, "It was from"), is_correction=True)


def source_line(source: Source, begins: str = "Source:") -> str:
    return f"{begins} {source.publication}, {source.period}."


def _size(old: str | int | None, new: str | int | None) -> float:
    return float(abs(Decimal(new) - Decimal(old)) / abs(Decimal(old))) if old and new and Decimal(old) else 0.0


@dataclass(frozen=True)
class _Part:
    """One thing that an outlook says; where `is_rounding`, no more than rounding tells what it was from what it is."""

    label: str
    was: str
    now: str
    meaning: str
    is_rounding: bool = False


def _outlook(old: OutlookSaid | None, new: OutlookSaid | None) -> Iterator[Change]:
    if new is None:
        if old:
            yield _no_more(GROWTH, old.growth, old.source)
        return
    if old is None:
        meaning = f"{NONE_BEFORE} {growth_sentence(new)} {new.openings_sentence}".strip()
        yield Change(new.growth, GROWTH, "", meaning, source_line(new.source))
        if new.education:
            yield Change(new.education, EDUCATION, "", _to_start(new), source_line(new.source))
        return
    parts = [
        _Part(GROWTH, old.growth, new.growth, growth_sentence(new), _is_rounding(old, new)),
        _Part("Openings per year", old.openings, new.openings, new.openings_sentence, _openings_rounded(old, new)),
        _Part(EDUCATION, old.education or NONE, new.education or NONE, _to_start(new)),
    ]
    is_correction, source = told_wrongly(old.source, new.source), _since(old.source, new.source)
    reason = capital_first(other_source(old.source, new.source))
    for part in parts:
        if part.was == part.now or (part.is_rounding and not is_correction):
            continue
        added = correction(part.was, old.source, new.source) if is_correction else reason
        yield Change(part.now, part.label, part.was, f"{part.meaning} {added}".strip(), source, is_correction)


def growth_sentence(outlook: OutlookSaid) -> str:
    return f"{outlook.sentence} That is {outlook.phrase}." if outlook.phrase else outlook.sentence


def _to_start(outlook: OutlookSaid) -> str:
    whose = f", {outlook.source.whose}" if outlook.source.whose else ""
    return f"What is typical for people who start in this work{whose}."


def _since(old: Source, new: Source) -> str:
    line = source_line(new)
    return line if old.period == new.period else f"{line[:-1]}; before: {old.period}."


def _is_rounding(old: OutlookSaid, new: OutlookSaid) -> bool:
    """Whether growth is the same in whole percent, which some releases give and others do not."""
    percents = [None if one.percent is None else Decimal(one.percent) for one in (old, new)]
    if None in percents:
        return False
    return len({percent.quantize(Decimal(1), ROUND_HALF_UP) for percent in percents}) == 1


def _openings_rounded(old: OutlookSaid, new: OutlookSaid) -> bool:
    counts = old.openings_count, new.openings_count
    return None not in counts and abs(counts[1] - counts[0]) <= JOBS_STEP


def _demand(old: PageSaid, new: PageSaid) -> Iterator[Change]:
    was, now = (one.demand.areas if one.demand else NONE for one in (old, new))
    if was == now:
        return
    source = (new.demand or old.demand).source
    is_correction = bool(old.demand and new.demand) and told_wrongly(old.demand.source, new.demand.source)
    meaning = "There an agency lists this work as in demand." if new.demand else "No agency lists it now."
    begins = "Source:" if new.demand else "It was from"
    yield Change(now, "In demand in", was, meaning, source_line(source, begins), is_correction)


def _credentials(old: PageSaid, new: PageSaid) -> Iterator[Change]:
    if old.license != new.license:
        now, was = (capital_first(one.license) or capital_first(NONE) for one in (new, old))
        meaning = "The law asks for it before you may do this work." if new.license else ""
        yield Change(now, "Needed by law", was, meaning, f"{EDITORS}.")
    added = [name for name in new.credentials if name not in old.credentials]
    lost = [name for name in old.credentials if name not in new.credentials]
    for names, what in ((added, "New"), (lost, "No longer listed")):
        if names:
            yield Change(f"{what} among licenses and certifications: {_some(names)}.", source=f"{EDITORS}.")


def _some(names: list[str], most: int = 3) -> str:
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")


def _texts(old: PageSaid, new: PageSaid) -> Iterator[Change]:
    for name, text in new.texts.items():
        before = old.texts.get(name)
        if before is None:
            yield Change(f"{_part(name)} is new.", source=f"{text.source}.")
        elif before.digest != text.digest:
            yield Change(f"{_part(name)} was rewritten.", source=f"{text.source}.")
    for name in [name for name in old.texts if name not in new.texts]:
        yield Change(f"{_part(name)} was taken off the page.", source=f"{EDITORS}.")


def _part(name: str) -> str:
    return {
        "description": "The description",
        "education": "What the page says of education and training",
        "licenses": "What the page says of licenses and certification",
        "what drives the outlook": "What the page says of the outlook's reasons",
    }.get(name, f"The part on {lower_first(name)}")


def _tasks(old: PageSaid, new: PageSaid) -> Iterator[Change]:
    added, lost = (len(set(one) - set(other)) for one, other in ((new.tasks, old.tasks), (old.tasks, new.tasks)))
    if not (added or lost):
        return
    parts = [f"{_count(added, 'work task')} new"] if added else []
    if lost:
        parts.append(f"{lost} {'is' if lost == 1 else 'are'} gone" if added else f"{_count(lost, 'work task')} gone")
    yield Change(f"{', '.join(parts)}.", source=f"{new.tasks_source or EDITORS}.")


def _count(number: int, what: str) -> str:
    return f"{number} {what} is" if number == 1 else f"{number} {what}s are"
