"""O*NET: a release's tables, added one by one in any order, become one profile for each occupation.

    collector = Collector("29.3", release_date("29.3"))
    for table in tables:
        if name := recognises(table):
            collector.add(name, table)
    for profile in collector.profiles():
        ...

Only Occupation Data must be there. Nothing is yielded before the tables are known to belong together. `OnetRow.data`
is what JSON can hold:

    description       the whole of it
    tasks             [[text, "Core" | "Supplemental" | ""], ...], core tasks first
    reported_titles, alternate_titles, short_titles
                      [title, ...]; a title stands in one of the first two at most, and never in capitals of another's
    soc_titles        those of them that the Standard Occupational Classification itself lists for the occupation
    skills, knowledge [[name, importance from 1 to 5, meaning], ...], most important first; the first ten have meanings
    technology        [[name, kind, hot, in demand], ...]
    education         [[level, percent of those asked], ...] from less schooling to more
    job_zone          {"number", "name", "experience", "education", "training"} or None
    interests         [[type, fit from 1 to 7], ...], best fit first
    related           [[code, title, tier], ...], closest first

and, only where the release has them:

    work_styles       [[element, name, importance from 1 to 5, or from 30.0 on impact from -3 to 3], ...], highest first
    work_activities, abilities
                      [[element, name, importance from 1 to 5], ...], most important first
    work_context      [[element, name, mean from 1 to 5 (hours: to 3), answer nearest to it or ""], ...] by element

What a release says of the interests themselves, and of no occupation, comes with the first profile.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from ...models import InterestStatement, OnetProfile, data_sets
from ...profile.sentences import first_sentence
from .. import soc
from ..reading import BadFile, Table
from ..staging import Builder, builds
from . import parts, taxonomy
from .editions import refuse_old
from .interests import InterestStatements, Statement
from .ratings import STYLES, Context, Ratings
from .rows import OnetRows
from .tables import UNUSED

SUMMARY_LENGTH = 200


@dataclass(slots=True)
class OnetRow:
    code: str
    title: str
    summary: str
    job_zone: int | None
    data: dict
    statements: tuple[Statement, ...] = ()


class Collector:
    """Keeps of each table what profiles need. `label` is the release's number, `released` a day in its month."""

    def __init__(self, label: str, released: date) -> None:
        refuse_old(label)
        self.label = label
        self.released = released
        self._given: list[OnetRows] = []
        self._occupations = parts.Occupations()
        self._titles = parts.Titles()
        self._tasks = parts.Tasks()
        self._skills = Ratings("skills")
        self._knowledge = Ratings("knowledge")
        self._meanings = parts.Meanings()
        self._technology = parts.Technology()
        self._education = parts.Education()
        self._zones = parts.JobZones(label)
        self._interests = parts.Interests()
        self._related = parts.RelatedOccupations()
        self._statements = InterestStatements()
        self._context = Context()
        self._rated = {
            "work_styles": Ratings("work styles", STYLES),
            "work_context": self._context,
            "work_activities": Ratings("work activities"),
            "abilities": Ratings("abilities"),
        }
        self._readers = self._readers_by_table()

    def _readers_by_table(self) -> dict[str, Callable[[Table], None]]:
        """What reads each table, by our name for it."""
        return {
            "occupations": self._occupations.read,
            "alternate titles": self._titles.read_alternate,
            "reported titles": self._titles.read_reported,
            "tasks": self._tasks.read,
            "skills": self._skills.read,
            "knowledge": self._knowledge.read,
            "technology": self._technology.read,
            "education": self._education.read,
            "education categories": self._education.read_categories,
            "job zones": self._zones.read,
            "job zone reference": self._zones.read_texts,
            "interests": self._interests.read,
            "related": self._related.read,
            "interest activities": self._statements.read_activities,
            "interest areas": self._statements.read_areas,
            "interest keywords": self._statements.read_keywords,
            "content model": self._meanings.read,
            "context categories": self._context.read_answers,
            **{name.replace("_", " "): ratings.read for name, ratings in self._rated.items()},
        }

    def add(self, name: str, table: Table) -> None:
        """Read a table whole; `name` is what `recognises` says of it, and UNUSED is left alone."""
        if name == UNUSED:
            return
        rows = OnetRows(name, table, self.label, self.released)
        for given in self._given:
            # Newer releases give the skills in two tables; whether these are the two is known while reading.
            if given.name == name != "skills":
                raise rows.same_table(given)
        self._given.append(rows)
        self._readers[name](rows)

    def profiles(self) -> Iterator[OnetRow]:
        """One profile for each occupation, by code; BadFile if the tables do not belong together."""
        base = next((rows for rows in self._given if rows.name == "occupations"), None)
        if base is None:
            for rows in self._given:
                taxonomy.refuse_older(rows.codes, rows.table)
            raise BadFile("Occupation Data is missing: without it an O*NET release cannot be read.", file=self._place())
        self._check_taxonomy(base)
        for rows in self._given:
            self._check_same_release(rows)
        return self._all()

    def _all(self) -> Iterator[OnetRow]:
        for place, code in enumerate(sorted(self._occupations)):
            profile = self._profile(code)
            yield profile if place else replace(profile, statements=self._statements.all())

    def _place(self) -> str:
        """The folder or zip that the tables lie in, as the user knows it."""
        name = self._given[0].table.file.name if self._given else ""
        return name.rpartition("/")[0] or name

    def _check_taxonomy(self, rows: OnetRows) -> None:
        unknown = set(soc.unknown_codes(code[:7] for code in self._occupations))
        if unknown:
            first = next(code for code in self._occupations if code[:7] in unknown)
            number = f"{len(unknown):,} of these occupations are" if len(unknown) > 1 else "1 of these occupations is"
            raise rows.bad(
                f"{number} not in the 2018 SOC, such as “{first}”: codes of another taxonomy or release.",
                *rows.codes[first],
            )

    def _check_same_release(self, rows: OnetRows) -> None:
        unknown = [code for code in rows.codes if code not in self._occupations]
        if unknown:
            raise rows.bad(
                f"{_codes(len(unknown))} not in Occupation Data, such as “{unknown[0]}”: "
                "codes of another taxonomy or release.",
                *rows.codes[unknown[0]],
            )
        for code, (title, row) in rows.titles.items():
            if title != self._occupations[code][0]:
                raise rows.bad(
                    f"{code} is titled “{title}” here and “{self._occupations[code][0]}” in Occupation Data: "
                    "tables of mixed O*NET releases.",
                    row,
                    "Title",
                )

    def _profile(self, code: str) -> OnetRow:
        title, description = self._occupations[code]
        data = {
            "description": description,
            "tasks": self._tasks.of(code),
            **self._titles.of(code, title),
            "skills": self._skills.of(code, self._meanings),
            "knowledge": self._knowledge.of(code, self._meanings),
            "technology": self._technology.of(code, self._related.codes(code)),
            "education": self._education.of(code),
            "job_zone": self._zones.of(code),
            "interests": self._interests.of(code),
            "related": self._related.of(code, self._occupations),
            **{part: found for part, ratings in self._rated.items() if (found := ratings.rated(code))},
        }
        return OnetRow(code, title, summary_of(description), self._zones.number(code), data)


def _codes(count: int) -> str:
    return f"{count:,} of its codes are" if count > 1 else "1 of its codes is"


def summary_of(description: str) -> str:
    """The first sentence, cut at a word where it is longer than a summary may be."""
    sentence = first_sentence(description)
    if len(sentence) <= SUMMARY_LENGTH:
        return sentence
    return sentence[: SUMMARY_LENGTH - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


@builds(data_sets.ONET)
class ProfileBuilder(Builder):
    def prepare(self, rows: list[OnetRow]) -> None:
        InterestStatement.objects.bulk_create(
            InterestStatement(
                release=self.release,
                kind=one.kind,
                interests=one.interests,
                area=one.area,
                text=one.text,
                order=place,
            )
            for row in rows
            for place, one in enumerate(row.statements)
        )

    def build(self, row: OnetRow) -> OnetProfile:
        return OnetProfile(
            release=self.release,
            code=row.code,
            title=row.title,
            summary=row.summary,
            job_zone=row.job_zone,
            data=row.data,
        )
