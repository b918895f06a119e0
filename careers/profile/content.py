"""The words of a career's page, section by section: the editors' own, else the live O*NET release's."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from ..figures import work_life
from ..figures.charts import percent
from ..models import Career, OnetProfile, Release
from ..models.rules import sameness
from .official_title import OfficialTitle, official_title
from .sentences import first_sentence

TASKS_SHOWN = 8
TITLES_SHOWN = 6
TITLES_FOLDED = 24
ELEMENTS_SHOWN = 8
BEST_SHOWN = 6
OWN_SHOWN = 3
INTERESTS_EXPLAINED = 3
TECHNOLOGY_SHOWN = 8
IMPORTANCE_SCALE = 5
INTEREST_SCALE = 7

HOURS_SCALE = 3
IMPACT_SCALE = 3
# A style's element in releases that rate it by its impact, from -3 to 3, and not by its importance.
IMPACT = "1.D."
IMPORTANCE = "How important it is, from 1 to 5."
RATED = {
    "work_context": ("Conditions of the work", "The average of the answers, and the choice nearest to it."),
    "work_activities": ("Activities of the work", IMPORTANCE),
    "work_styles": ("Personality", IMPORTANCE),
    "abilities": ("Abilities", IMPORTANCE),
}

INTERESTS = {
    "Realistic": "hands-on work with tools, plants, animals or machines",
    "Investigative": "searching for facts and working out problems",
    "Artistic": "making things with forms, designs, words or sound, without set rules",
    "Social": "helping, teaching and being with people",
    "Enterprising": "starting projects, leading and persuading people",
    "Conventional": "set procedures, records and details",
}


@dataclass(frozen=True)
class Section:
    """A list on the page: what is seen at once, what is folded away, and who wrote it."""

    items: list = field(default_factory=list)
    folded: list = field(default_factory=list)
    total: int = 0
    is_own: bool = False
    is_released: bool = False

    def __bool__(self) -> bool:
        return bool(self.items)


@dataclass(frozen=True)
class Element:
    """A skill, an interest or the like, with its score, the width of that as a bar, and how much there is to score."""

    name: str
    description: str
    score: str
    width: str
    scale: int = IMPORTANCE_SCALE


@dataclass(frozen=True)
class RatedList:
    """All that the release rates of one kind, and what the ratings mean."""

    slug: str
    title: str
    meaning: str
    rows: list[Element]


@dataclass(frozen=True)
class EducationShare:
    """What part of the people in the job has this education, with the width of that as a bar."""

    level: str
    share: str
    width: str


@dataclass(frozen=True)
class Tool:
    name: str
    kind: str
    is_hot: bool
    is_in_demand: bool


def _section(own: list, released: list, at_once: int, folded: int | None = None, *, both: bool = False) -> Section:
    """Of the editors' rows, none of which is left out, or of the release's; with `both`, the editors' come first."""
    if both and own:
        said = set(map(sameness, own))
        released = [row for row in released if sameness(row) not in said]
    elif own:
        released = []
    rows = [*own, *released]
    last = None if folded is None else max(len(own), at_once + folded)
    return Section(rows[:at_once], rows[at_once:last], len(rows), is_own=bool(own), is_released=bool(released))


@dataclass
class PageText:
    career: Career
    profile: OnetProfile | None

    @property
    def release(self) -> Release | None:
        return self.profile.release if self.profile else None

    @cached_property
    def data(self) -> dict:
        return self.profile.data if self.profile else {}

    @cached_property
    def official(self) -> OfficialTitle | None:
        return official_title(self.career, self.profile)

    @property
    def lead(self) -> str:
        return self.career.summary or self._first_sentence

    @cached_property
    def _first_sentence(self) -> str:
        """The release's summary, whole where lists show only its beginning."""
        summary = self.profile.summary if self.profile else ""
        if not summary.endswith("…"):
            return summary
        sentence = first_sentence(self.data.get("description", ""))
        return sentence if sentence.startswith(summary[:-1]) else summary

    @property
    def description(self) -> str:
        """What the release's description says after the lead, where the editors have written none."""
        if self.career.description:
            return ""
        return self.data.get("description", "").removeprefix(self.lead).strip()

    @property
    def is_all_in_lead(self) -> bool:
        """Whether the description is the one sentence that stands under the title already."""
        described = bool(self.data.get("description")) and not self.career.description
        return described and not self.description

    @cached_property
    def tasks(self) -> Section:
        own = [task.text for task in self.career.tasks.all()]
        return _section(own, self.released_tasks, TASKS_SHOWN, both=self.career.with_released_tasks)

    @property
    def released_tasks(self) -> list[str]:
        return [text for text, _ in self.data.get("tasks", [])]

    @cached_property
    def released_titles(self) -> list[str]:
        """The release's titles, those that workers reported themselves first."""
        return [*self.data.get("reported_titles", []), *self.data.get("alternate_titles", [])]

    @cached_property
    def titles(self) -> Section:
        own = [title.name for title in self.career.titles.all() if not title.hidden]
        both = self.career.with_released_titles
        return _section(own, self.released_titles, TITLES_SHOWN, TITLES_FOLDED, both=both)

    @cached_property
    def skills(self) -> list[Element]:
        """Of the release, where the editors chose no skills or both; the score is the importance, of 5."""
        is_shown = self.career.with_released_skills or not self.career.skills.all()
        return self._elements("skills") if is_shown else []

    @cached_property
    def knowledge(self) -> list[Element]:
        return self._elements("knowledge")

    @cached_property
    def own_skills(self) -> Section:
        """The editors': each says why it matters, so that a few fill a phone's screen."""
        return _section(list(self.career.skills.all()), [], OWN_SHOWN)

    @property
    def best_skills(self) -> list[Element]:
        """The few that the profile has; what each means is on the page of full lists."""
        return [replace(one, description="") for one in self.skills[:BEST_SHOWN]]

    @property
    def best_knowledge(self) -> list[Element]:
        return [replace(one, description="") for one in self.knowledge[:BEST_SHOWN]]

    def _elements(self, part: str) -> list[Element]:
        return [
            Element(name, description, f"{importance:.1f}", percent(importance, IMPORTANCE_SCALE))
            for name, importance, description in self.data.get(part, [])[:ELEMENTS_SHOWN]
        ]

    @cached_property
    def technology(self) -> Section:
        return _section([], self.all_technology, TECHNOLOGY_SHOWN, 0)

    @cached_property
    def all_technology(self) -> list[Tool]:
        return [Tool(*row) for row in self.data.get("technology", [])]

    @cached_property
    def education(self) -> list[EducationShare]:
        rows = self.data.get("education", [])
        largest = max((share for _, share in rows), default=0)
        return [
            EducationShare(level, f"{share:.0f}%" if share >= 1 else "under 1%", percent(share, largest))
            for level, share in rows
        ]

    @property
    def education_is_partial(self) -> bool:
        """Whether a share is missing, because the publisher advises not to show it."""
        return sum(share for _, share in self.data.get("education", [])) < 98

    @property
    def job_zone(self) -> dict | None:
        return self.data.get("job_zone")

    @cached_property
    def interests(self) -> list[Element]:
        """Strongest first; the score is of 7."""
        return [
            Element(
                name,
                INTERESTS.get(name, "") if place < INTERESTS_EXPLAINED else "",
                f"{score:.1f}",
                percent(score, INTEREST_SCALE),
            )
            for place, (name, score) in enumerate(self.data.get("interests", []))
        ]

    @cached_property
    def work_life(self) -> Section:
        """What the work is like, in a line for each topic."""
        lines = work_life.lines_of(self.data)
        later = [line for line in lines if line.comes_later]
        at_once = [line for line in lines if not line.comes_later]
        return Section(at_once, later, len(lines)) if at_once else Section(later, total=len(later))

    @property
    def work_setting(self) -> str:
        """Where the work is done, and how one's body takes part."""
        return self._work_lines("Place", "Body")

    @property
    def personality(self) -> str:
        return self._work_lines("Personality")

    def _work_lines(self, *topics: str) -> str:
        return " ".join(line.text for line in self.work_life.items if line.topic in topics)

    @property
    def rated_lists(self) -> list[RatedList]:
        """What the lines of `work_life` are taken from, whole."""
        return [
            RatedList(part.replace("_", "-"), title, _meaning(rows, meaning), [_rated(*row) for row in rows])
            for part, (title, meaning) in RATED.items()
            if (rows := self.data.get(part))
        ]

    @property
    def strongest_interests(self) -> list[Element]:
        return self.interests[:INTERESTS_EXPLAINED]

    @property
    def other_interests(self) -> list[Element]:
        return self.interests[INTERESTS_EXPLAINED:]

    @property
    def written_here(self) -> list[str]:
        """The parts that the editors wrote, by the words that the page has for them."""
        career = self.career
        parts = {
            "summary": career.summary,
            "description": career.description,
            "tasks": self.tasks.is_own,
            "job titles": self.titles.is_own,
            "education": career.education,
            "licenses": career.licensure,
            "skills": career.skills.all(),
            "what drives the outlook": career.outlook,
        }
        return [name for name, is_own in parts.items() if is_own]

    @property
    def released_here(self) -> list[str]:
        """The parts that are the release's, by the same words."""
        parts = {
            "summary": self.lead and not self.career.summary,
            "description": self.description and not self.is_all_in_lead,
            "tasks": self.tasks.is_released,
            "job titles": self.titles.is_released,
            "what it is like": self.work_life,
            "preparation": self.education or self.job_zone,
            "skills": self.skills,
            "knowledge": self.knowledge,
            "technology": self.technology,
            "interests": self.interests,
        }
        return [name for name, is_released in parts.items() if is_released]

    @property
    def related_codes(self) -> list[str]:
        return [code for code, *_ in self.data.get("related", [])]

    @property
    def has_more(self) -> bool:
        """Whether the page of full lists holds anything that the profile does not."""
        listed = len(self.titles.items) + len(self.titles.folded)
        is_longer = len(self.released_titles) > listed or self.technology.total > TECHNOLOGY_SHOWN
        return is_longer or bool(self.work_life)


def _rated(element: str, name: str, rating: float, answer: str = "") -> Element:
    if element.startswith(IMPACT):
        score = f"{rating:+.1f}".replace("-", "\N{MINUS SIGN}")
        return Element(name, "", score, percent(rating + IMPACT_SCALE, 2 * IMPACT_SCALE), IMPACT_SCALE)
    scale = HOURS_SCALE if element in work_life.OF_HOURS else IMPORTANCE_SCALE
    return Element(name, answer, f"{rating:.1f}", percent(rating, scale), scale)


def _meaning(rows: list[list], otherwise: str) -> str:
    is_impact = rows[0][0].startswith(IMPACT)
    return "How much it helps in the work, from \N{MINUS SIGN}3 (it hinders) to 3." if is_impact else otherwise


def texts_of(careers: Iterable[Career]) -> dict[int, PageText]:
    """{career's pk: its text}. 1 query, none without any O*NET-SOC code."""
    codes = [career.onet_code for career in careers if career.onet_code]
    profiles = {}
    if codes:
        live = OnetProfile.objects.filter(release__state=Release.State.LIVE, code__in=codes)
        profiles = {profile.code: profile for profile in live.select_related("release").order_by()}
    return {career.pk: PageText(career, profiles.get(career.onet_code)) for career in careers}


def text_of(career: Career) -> PageText:
    return texts_of([career])[career.pk]
