"""Careers side by side: pay on one scale, outlook, tasks, and which skills they share."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.http import QueryDict
from django.utils.text import get_text_list

from ..figures.charts import NO_BAR, Bar, ScaledStrip, growth_bars, growth_zero, scale_end, strips_on_one_scale
from ..figures.wording import growth_of_all
from ..models import Career, CareerListing, Credential, Release
from ..models.figures import Amount
from ..profile.content import PageText, texts_of

MOST = 4
ASKED_AT_MOST = 20
TASKS_SHOWN = 3
SKILLS_COMPARED = 10


@dataclass
class Compared:
    """One column: a career, its text, and its drawings on the scale of all columns."""

    career: Career
    text: PageText
    skills: list[str] = field(default_factory=list)
    strip: ScaledStrip | None = None
    growth_bar: Bar = NO_BAR
    other_skills: list[str] = field(default_factory=list)

    @property
    def own_skills(self) -> list[str]:
        return [skill.name for skill in self.career.skills.all()]

    @property
    def released_skills(self) -> list[str]:
        return [name for name, *_ in self.text.data.get("skills", [])[:SKILLS_COMPARED]]

    @property
    def shown_skills(self) -> list[str]:
        """As on the career's page."""
        shown = self.released_skills if self.career.with_released_skills or not self.own_skills else []
        return list(dict.fromkeys([*self.own_skills, *shown]))

    @property
    def no_skills(self) -> str:
        return "None" if self.skills else "None listed"

    @property
    def credentials(self) -> list[str]:
        """Licences first: without one nobody may do the work."""
        linked = [link.credential for link in self.career.careercredentials.all()]
        linked.sort(key=lambda credential: credential.kind != Credential.Kind.LICENSE)
        # Two organizations may award what has one name.
        return list(dict.fromkeys(f"{one.name} ({one.get_kind_display().lower()})" for one in linked))

    @property
    def tasks(self) -> list[str]:
        return self.text.tasks.items[:TASKS_SHOWN]

    @property
    def pay(self):
        return self._listing.pay if self._listing else None

    @property
    def hourly_pay(self) -> Amount | None:
        return self.pay.amount("hourly_median") if self.pay and self.pay.hourly_median is not None else None

    @property
    def outlook(self):
        return self._listing.outlook if self._listing else None

    @property
    def _listing(self) -> CareerListing | None:
        # A career that was restored from a dump has none before the next `migrate`.
        return getattr(self.career, "listing", None)


@dataclass(frozen=True)
class Need:
    """Whether the career of this title needs a skill."""

    title: str
    is_there: bool


@dataclass(frozen=True)
class SharedSkill:
    """A skill that several columns have; `needs` has one for each column."""

    name: str
    needs: list[Need]


@dataclass
class Comparison:
    """`missing` are the slugs that no published career has; `is_cut` is whether more were asked for than fit."""

    columns: list[Compared]
    missing: list[str] = field(default_factory=list)
    is_cut: bool = False
    # Where the scale of the pay strips ends, and where in percent the bars of growth have their zero.
    most_pay: int = 0
    no_growth: str = "0%"

    def __post_init__(self) -> None:
        """Compare by the release's names where it has some for every column: the editors' words are never the same."""
        for column in self.columns:
            released = column.released_skills
            column.skills = released if self.has_released_skills else column.shown_skills
        shared = {skill.name for skill in self.shared_skills}
        for column in self.columns:
            column.other_skills = [name for name in column.skills if name not in shared]

    @property
    def title(self) -> str:
        """What is compared, by name: "Actor, Nurse and Welder"."""
        return get_text_list([column.career.title for column in self.columns], "and")

    @property
    def has_released_skills(self) -> bool:
        return len(self.columns) > 1 and all(column.released_skills for column in self.columns)

    @property
    def has_work_setting(self) -> bool:
        return any(column.text.work_setting for column in self.columns)

    @property
    def has_personality(self) -> bool:
        return any(column.text.personality for column in self.columns)

    @property
    def has_undrawn_pay(self) -> bool:
        return any(column.pay and column.pay.annual_median is None for column in self.columns)

    @cached_property
    def averages(self) -> dict[int, Decimal]:
        return growth_of_all(column.outlook for column in self.columns)

    @property
    def releases(self) -> list[Release]:
        """Of all figures and text in the columns, each once."""
        found = {}
        for column in self.columns:
            rows = [column.pay, column.outlook, column.text.profile]
            found |= {row.release_id: row.release for row in rows if row}
        return list(found.values())

    @property
    def shared_skills(self) -> list[SharedSkill]:
        """Those that two or more columns have; what most have comes first."""
        counts = Counter(name for column in self.columns for name in dict.fromkeys(column.skills))
        shared = [name for name, count in counts.most_common() if count > 1]
        return [
            SharedSkill(name, [Need(column.career.title, name in column.skills) for column in self.columns])
            for name in shared
        ]


def slugs_in(data: QueryDict) -> list[str]:
    """The careers that an address asks for, each once."""
    # PostgreSQL takes no NUL, and HTML no control characters.
    readable = ("".join(filter(str.isprintable, slug)).strip() for slug in data.getlist("c"))
    return list(dict.fromkeys(slug for slug in readable if slug))[:ASKED_AT_MOST]


def chosen_in(data: QueryDict) -> list[Career]:
    """The published careers that an address asks for, at most MOST. 1 query, none where it asks for none."""
    wanted = slugs_in(data)
    if not wanted:
        return []
    careers = Career.objects.published().filter(slug__in=wanted)
    return sorted(careers, key=lambda career: wanted.index(career.slug))[:MOST]


def compare(slugs: Sequence[str], *, most: int = MOST) -> Comparison:
    """The published careers of `slugs`, in that order, at most `most`. 6 queries."""
    wanted = list(dict.fromkeys(slugs))
    careers = Career.objects.published().with_listing("with_released_tasks", "with_released_skills")
    careers = careers.filter(slug__in=wanted)
    careers = careers.prefetch_related("tasks", "skills", "careercredentials__credential")
    found = {career.slug: career for career in careers}
    chosen = [found[slug] for slug in wanted if slug in found][:most]
    texts = texts_of(chosen)
    columns = [Compared(career, texts[career.pk]) for career in chosen]
    drawn = [column for column in columns if column.pay and column.pay.annual_median is not None]
    pays = [column.pay for column in drawn]
    for column, strip in zip(drawn, strips_on_one_scale(pays, scale_end(pays)), strict=True):
        column.strip = strip
    growths = [column.outlook.growth if column.outlook else None for column in columns]
    for column, bar in zip(columns, growth_bars(growths), strict=True):
        column.growth_bar = bar
    return Comparison(
        columns,
        missing=[slug for slug in wanted if slug not in found],
        is_cut=len(found) > most,
        most_pay=scale_end(pays),
        no_growth=growth_zero(growths),
    )
