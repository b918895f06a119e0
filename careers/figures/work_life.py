"""What the work is like, in plain words, by rules from the ratings of O*NET: where, with whom, how fast, how long.

Ratings of the context are means of answers. How often: 1 never, 2 once a year or more, 3 once a month or more,
4 once a week or more, 5 every day. Body positions: 3 about half the time, 4 more than that, 5 nearly all of it. How
important: 3 important, 4 very, 5 extremely. Hours: 1 under 40 a week, 2 at 40, 3 over 40; a mean of 1.5 or less, or of
2.5 or more, is reached only where at least half of those asked gave the first, or the last, of three answers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from .plain_elements import ABILITIES, ACTIVITIES, STYLES
from .wording import capital_first

OUTDOORS, INDOORS = "4.C.2.a.1.c", "4.C.2.a.1.a"
SITTING, STANDING, WALKING = "4.C.2.d.1.a", "4.C.2.d.1.b", "4.C.2.d.1.d"
CONTACT, HEIGHTS = "4.C.1.a.4", "4.C.2.c.1.c"
OF_HOURS = HOURS, SCHEDULE = "4.C.3.d.8", "4.C.3.d.4"
MOST_SAID = 3
STYLES_NAMED = 5
ACTIVITIES_NAMED = ABILITIES_NAMED = 4
# An activity or ability under this importance (3 is “important”) is no large part of the work.
NAMED_FROM = 3
# What comes after what decides first whether somebody would like the work.
LATER = ("Pace", "Day to day", "Abilities")

Ratings = Mapping[str, float]


@dataclass(frozen=True)
class Range:
    """A rating of `element` from `low` to `high`, both included; without that rating nothing fits."""

    element: str
    low: float = 0
    high: float = 5

    def fits(self, ratings: Ratings) -> bool:
        return self.low <= ratings.get(self.element, -1) <= self.high


@dataclass(frozen=True)
class Rule:
    words: str
    ranges: tuple[Range, ...]


@dataclass(frozen=True)
class Topic:
    """Each of `choices` says one thing at most: the words of its first rule that fits."""

    name: str
    choices: tuple[tuple[Rule, ...], ...]


@dataclass(frozen=True)
class Line:
    topic: str
    said: tuple[str, ...]

    @property
    def comes_later(self) -> bool:
        return self.topic in LATER

    @property
    def text(self) -> str:
        return " ".join(f"{words}." for words in self.said)


@dataclass(frozen=True)
class Setting:
    """A choice of the filter by setting: a career is so where one of `ways` fits whole."""

    code: str
    label: str
    ways: tuple[tuple[Range, ...], ...]

    def fits(self, ratings: Ratings) -> bool:
        return any(all(one.fits(ratings) for one in way) for way in self.ways)


# At least once a week, more than half of the time, or contact with others most of the time; heights at least monthly.
SETTINGS = (
    Setting("outdoors", "Outdoors", ((Range(OUTDOORS, 4),),)),
    Setting("indoors", "Indoors", ((Range(INDOORS, 4), Range(OUTDOORS, high=2.5)),)),
    Setting("sitting", "Mostly sitting", ((Range(SITTING, 4),),)),
    Setting("active", "On your feet", ((Range(STANDING, 4),), (Range(WALKING, 4),))),
    Setting("with-people", "With people most of the time", ((Range(CONTACT, 4),),)),
    Setting("heights", "High places", ((Range(HEIGHTS, 3),),)),
)


def _rule(words: str, *ranges: Range) -> Rule:
    return Rule(words, ranges)


def _often(words: str, element: str, low: float = 4) -> tuple[Rule, ...]:
    return (Rule(words, (Range(element, low),)),)


TOPICS = (
    Topic(
        "Place",
        (
            (
                _rule("Mostly outdoors, in all weather", Range(OUTDOORS, 4), Range(INDOORS, high=3.5)),
                _rule("Both outdoors and indoors", Range(OUTDOORS, 3.5), Range(INDOORS, 3.5)),
                _rule("Often outdoors, in all weather", Range(OUTDOORS, 4)),
                _rule("Indoors", Range(INDOORS, 4), Range(OUTDOORS, high=2.5)),
                _rule("Mostly indoors", Range(INDOORS, 4)),
                _rule("Mostly indoors, without heating or cooling", Range("4.C.2.a.1.b", 4)),
            ),
            _often("Often in a car, truck or other closed vehicle", "4.C.2.a.1.f"),
            _often("Often on a tractor or other open vehicle or machine", "4.C.2.a.1.e"),
            (
                _rule("Often in high places", Range(HEIGHTS, 4)),
                _rule("Sometimes in high places", Range(HEIGHTS, 3)),
            ),
            _often("Loud or distracting noise is common", "4.C.2.b.1.a"),
            _often("Often very hot or very cold", "4.C.2.b.1.b"),
            _often("Often in cramped spaces or awkward positions", "4.C.2.b.1.e"),
        ),
    ),
    Topic(
        "Risks",
        (
            _often("Often near disease or infection", "4.C.2.c.1.b"),
            _often("Often near dangerous equipment", "4.C.2.c.1.e"),
            _often("Often in hazardous conditions", "4.C.2.c.1.d"),
            _often("Often near radiation", "4.C.2.c.1.a"),
            _often("Often near dust, fumes or other pollutants", "4.C.2.b.1.d"),
            _often("Small burns, cuts, bites or stings happen often", "4.C.2.c.1.f"),
            _often("You wear safety gear nearly every day", "4.C.2.e.1.d", 4.5),
        ),
    ),
    Topic(
        "People",
        (
            (
                _rule("You deal with other people nearly all the time", Range(CONTACT, 4.5)),
                _rule("You deal with other people most of the time", Range(CONTACT, 4)),
                _rule("You deal with other people about half the time", Range(CONTACT, 2.5)),
                _rule("You have little to do with other people", Range(CONTACT, 1)),
            ),
            _often("Customers or the public are a big part of it", "4.C.1.b.1.f"),
            _often("Teamwork matters a lot", "4.C.1.b.1.e"),
            _often("You work close to others, within arm's reach", "4.C.2.a.3"),
            _often("You often meet angry or rude people", "4.C.1.d.2"),
            _often("You sometimes meet violent people", "4.C.1.d.3", 3),
            _often("You often speak in front of a group", "4.C.1.a.2.c"),
        ),
    ),
    Topic(
        "Pace",
        (
            (
                _rule("Strict deadlines nearly every day", Range("4.C.3.d.1", 4.5)),
                _rule("Strict deadlines every week", Range("4.C.3.d.1", 4)),
                _rule("Few strict deadlines", Range("4.C.3.d.1", 1, 2.5)),
            ),
            _often("Machines set the pace", "4.C.3.d.3"),
            _often("The work has to be exact", "4.C.3.b.4", 4.5),
            _often("The same tasks come again and again", "4.C.3.b.7"),
            (
                _rule("You have a lot of freedom to decide", Range("4.C.3.a.4", 4.5)),
                _rule("You have little freedom to decide", Range("4.C.3.a.4", 1, 2.5)),
            ),
            _often("A mistake can have very serious results", "4.C.3.a.1"),
            _often("There is a lot of competition", "4.C.3.c.1"),
        ),
    ),
    Topic(
        "Hours",
        (
            (
                _rule("Usually more than 40 hours a week", Range(HOURS, 2.5, 3)),
                _rule("Usually fewer than 40 hours a week", Range(HOURS, 1, 1.5)),
                _rule("About 40 hours a week", Range(HOURS, 1.5, 2.5)),
            ),
            (
                _rule("The schedule is mostly regular", Range(SCHEDULE, 1, 1.5)),
                _rule("The work is mostly seasonal", Range(SCHEDULE, 2.5, 3)),
                _rule("The schedule often changes", Range(SCHEDULE, 1.5, 2.5)),
            ),
        ),
    ),
    Topic(
        "Body",
        (
            _often("You sit most of the day", SITTING),
            (
                _rule("You stand and walk most of the day", Range(STANDING, 4), Range(WALKING, 4)),
                _rule("You stand most of the day", Range(STANDING, 4)),
                _rule("You walk or run most of the day", Range(WALKING, 4)),
            ),
            (
                _rule("Physical work, such as lifting and climbing, is a big part of it", Range("4.A.3.a.1", 4)),
                _rule("You handle and move things a lot", Range("4.A.3.a.2", 4)),
            ),
            _often("You kneel, crouch or crawl half the time or more", "4.C.2.d.1.e", 3),
            _often("You bend or twist half the time or more", "4.C.2.d.1.h", 3),
            _often("You work with your hands most of the day", "4.C.2.d.1.g"),
            _often("You make the same movements again and again", "4.C.2.d.1.i"),
        ),
    ),
)


def lines_of(data: Mapping) -> list[Line]:
    """What there is to say of an occupation, topic by topic, of what an O*NET profile holds."""
    ratings = ratings_of(data)
    lines = [Line(topic.name, said) for topic in TOPICS if (said := _said(topic, ratings))]
    named = {
        "Personality": _sentence("It helps to be", _styles(data.get("work_styles", [])), STYLES),
        "Day to day": _sentence(
            "Much of the work is", _foremost(data, "work_activities", ACTIVITIES_NAMED), ACTIVITIES
        ),
        "Abilities": _sentence("You need to be good at", _foremost(data, "abilities", ABILITIES_NAMED), ABILITIES),
    }
    return [*lines, *(Line(topic, (sentence,)) for topic, sentence in named.items() if sentence)]


def settings_of(data: Mapping) -> list[str]:
    """The codes of all SETTINGS that an occupation has."""
    ratings = ratings_of(data)
    return [setting.code for setting in SETTINGS if setting.fits(ratings)]


def ratings_of(data: Mapping) -> dict[str, float]:
    """By element, of the context and of the activities, which say how much there is to lift."""
    return {
        element: rating for part in ("work_context", "work_activities") for element, _, rating, *_ in data.get(part, [])
    }


def _said(topic: Topic, ratings: Ratings) -> tuple[str, ...]:
    fitting = (next((rule.words for rule in rules if _fits(rule, ratings)), "") for rules in topic.choices)
    return tuple(islice(filter(None, fitting), MOST_SAID))


def _fits(rule: Rule, ratings: Ratings) -> bool:
    return all(one.fits(ratings) for one in rule.ranges)


def _styles(rated: Sequence[Sequence]) -> list[Sequence]:
    """The highest; of those that may hinder too, only what helps."""
    return [style for style in rated if style[2] > 0][:STYLES_NAMED]


def _foremost(data: Mapping, part: str, most: int) -> list[Sequence]:
    return [one for one in data.get(part, []) if one[2] >= NAMED_FROM][:most]


def _sentence(beginning: str, rated: Iterable[Sequence], plain: Mapping[str, str]) -> str:
    names = [plain.get(element) or name.lower() for element, name, *_ in rated]
    if not names:
        return ""
    *others, last = names
    # A semicolon, where a name has commas of its own.
    comma = "; " if any("," in name for name in names) else ", "
    joined = f"{comma.join(others)}{comma.rstrip() if comma == '; ' else ''} and {last}" if others else last
    return capital_first(f"{beginning} {joined}")
