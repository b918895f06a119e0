"""How figures are said: one function for each phrase, which pages, files, the API, change log and reviews all use."""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from ..models import ALL_OCCUPATIONS, Career, Outlook, Pay, Relation, Release
from ..models.figures import Amount
from ..models.growth_bands import SHRINKING
from ..models.outlook import EntryEducation

NOT_PUBLISHED = "Not published"
# A space that no line ends at.
NO_BREAK = "\u00a0"
FEWER = f"Fewer than {Outlook.EMPLOYMENT_ROUNDING // 2}"
# Percentiles from the lowest on, with the share of people who earn that or more.
AT_LEAST = {
    "p10": "At least nine in ten",
    "p25": "At least three quarters",
    "median": "At least half",
    "p75": "At least a quarter",
    "p90": "The highest 10 percent",
}
# Words of occupations' titles that keep their capital within a sentence.
NAMES = {"English", "U.S.", "I", "II", "III"}


def growth_text(value: Decimal | None) -> str:
    """A change in percent as published: 20%, 7.1%, −2%."""
    if value is None:
        return NOT_PUBLISHED
    # Adding 0 turns -0.0 into 0.0.
    return f"{value + 0:f}".removesuffix(".0").replace("-", "−") + "%"


def change_in_percent(old: Decimal | int, new: Decimal | int) -> str:
    """ "up 3.0%", "down less than 0.1%" or "the same" from `old`, which is not 0, to `new`."""
    change = 100 * (Decimal(new) - Decimal(old)) / Decimal(old)
    if not change:
        return "the same"
    size = f"{abs(change):.1f}"
    return f"{'up' if change > 0 else 'down'} {'less than 0.1' if size == '0.0' else size}%"


def count_text(count: int | None) -> str:
    """Jobs or openings of a projection, which are published in thousands with one decimal: 0.0 is fewer than 50."""
    if count is None:
        return NOT_PUBLISHED
    return f"{count:,}" if count else FEWER


def new_jobs_text(outlook: Outlook) -> str:
    """The change in jobs: +35,100, −2,700 (with a real minus sign), or which way the few go."""
    if outlook.new_jobs:
        return f"{outlook.new_jobs:+,}".replace("-", "−")
    return FEWER + {-1: " lost", 0: " either way", 1: ""}[direction(outlook)]


def direction(outlook: Outlook) -> int:
    """-1 where employment shrinks, 1 where it grows, 0 where it stays the same.

    The percent is made from unrounded numbers, so it tells the way where the jobs, in hundreds, look equal.
    """
    change = outlook.new_jobs if outlook.growth is None else outlook.growth
    way = (change > 0) - (change < 0)
    return 0 if way * (outlook.projected_employment - outlook.base_employment) < 0 else way


def new_jobs_label(outlook: Outlook) -> str:
    return "Change in jobs" if (outlook.new_jobs or direction(outlook)) < 0 else "Number of new jobs"


def employment_sentence(outlook: Outlook) -> str:
    """Where employment goes, by words and numbers that do not contradict each other."""
    start, end = outlook.base_year, outlook.projected_year
    before, after = _in_sentence(outlook.base_employment), _in_sentence(outlook.projected_employment)
    way = direction(outlook)
    verb = "fall" if way < 0 else "grow"
    if before == after:
        jobs = f"{'about ' if outlook.base_employment else ''}{before} jobs"
        if not way:
            return f"Employment is projected to stay at {jobs} from {start} to {end}."
        by = growth_text(abs(outlook.growth)) if outlook.growth else "a little"
        return (
            f"Employment is projected to {verb} by {by} from {start} to {end}. Rounded to the nearest hundred, it is "
            f"{jobs} in both years."
        )
    if not way:
        return f"Employment is projected to stay about the same: {before} jobs in {start} and {after} in {end}."
    return f"Employment is projected to {verb} from {before} jobs in {start} to {after} in {end}."


def openings_sentence(outlook: Outlook) -> str:
    """Nothing where the publisher gives no openings."""
    if outlook.openings is None:
        return ""
    count = f"About {outlook.openings:,}" if outlook.openings else FEWER
    return f"{count} openings are expected each year, including jobs left by people who retire or change work."


def growth_words(outlook: Outlook, average: Decimal | None = None) -> str:
    """What the publisher calls such growth: "Much faster than average".

    Where the release does not say what it calls so, growth is only held against the `average` of all occupations;
    nothing where that is missing too.
    """
    growth = outlook.growth
    if growth is None:
        return ""
    if words := outlook.release.growth_band(growth):
        return words
    if average is None:
        return ""
    place = "Equal to" if growth == average else "Above" if growth > average else "Below"
    return f"{place} the growth of all occupations"


def growth_phrase(outlook: Outlook, average: Decimal | None = None) -> str:
    """The same within a sentence that begins with "That is"."""
    words = growth_words(outlook, average)
    return "a decline" if words == SHRINKING else lower_first(words)


def growth_of_all(rows: Iterable[Outlook | None]) -> dict[int, Decimal]:
    """{release's pk: growth of all occupations} for what `growth_words` needs of `rows`.

    Of the publisher's release of its day, else the last one before: the site's own has none, nor has one that covers a
    part. 1 query; none where every release says what it calls its growth.
    """
    releases = {row.release_id: row.release for row in rows if row}
    wanted = {pk: release.as_of for pk, release in releases.items() if not release.growth_bands}
    if not wanted:
        return {}
    of_all = Outlook.objects.shown().filter(
        occupation__code=ALL_OCCUPATIONS,
        release__origin=Release.Origin.PUBLISHER,
        release__as_of__lte=max(wanted.values()),
    )
    newest_first = [(row.release.as_of, row.growth) for row in of_all]
    found = {pk: next((growth for of, growth in newest_first if of <= day), None) for pk, day in wanted.items()}
    return {pk: growth for pk, growth in found.items() if growth is not None}


def pay_range_text(pay: Pay) -> str:
    """Pay from the lowest to the highest tenth; top-coded pay has no end."""
    low, high = pay.percentiles["p10"], pay.percentiles["p90"]
    if low and high:
        return str(low) if low.top_coded else f"{low} to {high}"
    if low:
        return str(low) if low.top_coded else f"{low} and up; pay for the highest tenth is not published"
    return f"Up to {high}; pay for the lowest tenth is not published" if high else NOT_PUBLISHED


def pay_range_sentences(pay: Pay, *, past: bool = False) -> list[str]:
    """What the lowest and the highest earn, of what is published."""
    amounts, earn = pay.percentiles, "earned" if past else "earn"
    low, high = amounts["p10"], amounts["p90"]
    parts = [f"lowest 10 percent {earn} less than {low}"] if low and not low.top_coded else []
    if high and not high.top_coded:
        parts.append(f"highest 10 percent {earn} more than {high}")
    sentences = [f"The {', and the '.join(parts)}."] if parts else []
    if lowest := next((name for name, amount in amounts.items() if amount.top_coded), None):
        sentences.append(f"{AT_LEAST[lowest]} {earn} {amounts[lowest]}; exact pay above that isn't published.")
    return sentences


def median_label(pay: Pay) -> str:
    return f"Median {'hourly' if pay.basis == 'hourly' else 'annual'} pay"


def publication(release: Release) -> str:
    """Who published figures, and in what; the period is said beside it."""
    return f"{release.credit}, {release.title}"


def subject(career: Career, row: Pay) -> str:
    """Who earns the pay in `row`, within a sentence."""
    is_broad = career.relation_to(row.occupation) == Relation.BROAD
    return everybody_in(row.occupation.title) if is_broad else career.people


def whose(career: Career, row: Pay | Outlook | None) -> str:
    """For whom figures are published that are not of `career` alone; nothing for its own."""
    relation = career.relation_to(row.occupation) if row else Relation.DETAILED
    if relation == Relation.DETAILED:
        return ""
    if relation == Relation.BROAD:
        return f"for {everybody_in(row.occupation.title)}"
    return f"for {row.occupation.title}, as counted in {row.release.period}"


def everybody_in(title: str) -> str:
    """Who is counted in an occupation, within a sentence: “all registered nurses”, “all other managers”."""
    words = " ".join(map(_word_in_sentence, title.split()))
    others = words.removesuffix(", all other")
    if others != words:
        return f"all other {others}"
    return words if words.startswith("all ") else f"all {words}"


def _word_in_sentence(word: str) -> str:
    """`word` without its capital, where that is only a title's: not in acronyms and names."""
    parts = word.split("-")
    if word.strip("(),") in NAMES or any(letter.isupper() for part in parts for letter in part.strip("(")[1:]):
        return word
    return word.lower()


def whose_figures(career: Career, pay: Pay | None, outlook: Outlook | None) -> list[str]:
    """The same for a career's newest pay and outlook, each by its name; once where both are one group's."""
    pay_is, outlook_is = whose(career, pay), whose(career, outlook)
    if pay_is and pay_is == outlook_is:
        return [f"Figures {pay_is}"]
    named = (("Pay", pay_is), ("Education, growth and jobs", outlook_is))
    return [f"{what} {text}" for what, text in named if text]


def column_text(column: str, value: object, *, top_coded: bool = False) -> str:
    """A figure for staff as its column is meant; a missing one is named."""
    if value in (None, ""):
        return "none"
    if column.startswith(("annual_", "hourly_")):
        return str(Amount(value, top_coded, hourly=column.startswith("hourly_")))
    if column == "stated_growth":
        return growth_text(value)
    if column in ("openings", "base_employment"):
        return count_text(value)
    if column == "entry_education":
        return EntryEducation(value).label
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


@lru_cache(maxsize=256)
def unbroken(text: str) -> str:
    """“2024–34” with a word joiner after the dash, “May 2024” with a space that no line ends at."""
    return re.sub(r"\b([A-Z][a-z]+) (?=\d{4}\b)", rf"\1{NO_BREAK}", re.sub(r"(?<=\d)–(?=\d)", "–\u2060", text))


def together(text: str) -> str:
    """“a year” or “$24.16 an hour” as one piece, within which no line ends."""
    return text.replace(" ", NO_BREAK)


def capital_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def _in_sentence(count: int) -> str:
    return lower_first(count_text(count))


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
