"""Loads fixtures/demo: the content that a first run shows. Everything is checked as if staff had typed it."""

import csv
import tomllib
from datetime import UTC, date, datetime, time
from pathlib import Path

from django.conf import settings
from django.db import models, transaction

from careers import denormalized
from careers.browse.choices import INTERESTS
from careers.importers.onet.parts import JOB_ZONES
from careers.models import (
    Career,
    CareerCredential,
    Credential,
    Field,
    IndustryPay,
    Occupation,
    OnetProfile,
    Organization,
    Outlook,
    Pay,
    Release,
    Skill,
    Source,
    Task,
    Title,
)
from schools.models import Featured, School
from signups.models import Answer, AnswerFact, Expert, Question

DEMO_DIR = settings.BASE_DIR / "fixtures" / "demo"


class DemoError(Exception):
    """The demo cannot be loaded; the message says why in plain words."""


def is_empty() -> bool:
    """Whether the database holds no content of anybody's."""
    return not any(model.objects.exists() for model in (Career, Field, School, Release, Question))


@transaction.atomic
def load(directory: Path = DEMO_DIR) -> dict[str, int]:
    """Load the demo into an empty database: {what: how many}. Raises DemoError when there is content already."""
    if not is_empty():
        raise DemoError("The database holds content already; the demo is only loaded into an empty one.")
    with denormalized.together():
        releases = _load_releases(directory)
        _load_figures(directory / "figures", releases)
        _load_careers(directory)
    _load_schools(directory, releases)
    _load_questions(directory)
    return {
        "careers": Career.objects.count(),
        "fields": Field.objects.count(),
        "schools": School.objects.count(),
        "questions": Question.objects.count(),
    }


def _create(model: type[models.Model], **values) -> models.Model:
    row = model(**values)
    row.full_clean()
    row.save()
    return row


def _read_toml(path: Path) -> dict:
    with path.open("rb") as file:
        return tomllib.load(file)


def _read_csv(path: Path) -> list[dict]:
    """Rows with empty cells left out, so that a missing figure stays missing."""
    with path.open(newline="", encoding="utf-8") as file:
        return [{name: value for name, value in row.items() if value != ""} for row in csv.DictReader(file)]


def _load_releases(directory: Path) -> dict[str, Release]:
    releases = {}
    for entry in _read_toml(directory / "releases.toml")["releases"]:
        key = entry.pop("key")
        releases[key] = _create(Release, **entry)
    return releases


def _load_figures(directory: Path, releases: dict[str, Release]) -> None:
    occupations, predecessors = {}, {}
    for row in _read_csv(directory / "occupations.csv"):
        code = row.pop("soc")
        predecessors[code] = row.pop("predecessors", "").split()
        occupations[code] = _create(Occupation, code=code, **row)
    for code, older in predecessors.items():
        occupations[code].predecessors.set([occupations[older_code] for older_code in older])
    for name, model in (("pay", Pay), ("industry_pay", IndustryPay), ("outlook", Outlook)):
        for row in _read_csv(directory / f"{name}.csv"):
            _create(model, release=releases[row.pop("release")], occupation=occupations[row.pop("soc")], **row)
    for row in _read_csv(directory / "interests.csv"):
        _create_profile(releases[row.pop("release")], row)


def _create_profile(release: Release, row: dict) -> None:
    """Of O*NET's release the demo has scores and job zones alone, as the importer would store them."""
    zone = int(row["job_zone"])
    scores = [[name, float(row[name.lower()])] for name in INTERESTS]
    _create(
        OnetProfile,
        release=release,
        code=row["onet_code"],
        title=row["title"],
        job_zone=zone,
        data={
            "interests": sorted(scores, key=lambda one: (-one[1], one[0])),
            "job_zone": {"number": zone, "name": JOB_ZONES[zone], "experience": "", "education": "", "training": ""},
        },
    )


def _load_careers(directory: Path) -> None:
    fields = {}
    for order, entry in enumerate(_read_toml(directory / "fields.toml")["fields"], 1):
        fields[entry["slug"]] = _create(Field, order=order, **entry)
    related = {}
    for path in sorted((directory / "careers").glob("*.toml")):
        entry = _read_toml(path)
        related[path.stem] = entry.pop("related")
        _load_career(path.stem, fields[entry.pop("field")], entry)
    careers = {career.slug: career for career in Career.objects.all()}
    for slug, others in related.items():
        careers[slug].related.set([careers[other] for other in others])


def _load_career(slug: str, field: Field, entry: dict) -> None:
    tasks, titles, skills = entry.pop("tasks"), entry.pop("titles"), entry.pop("skills")
    credentials, sources = entry.pop("credentials"), entry.pop("sources")
    career = _create(
        Career,
        slug=slug,
        field=field,
        occupation=Occupation.objects.get(code=entry["onet_code"][:7]),
        status=Career.Status.PUBLISHED,
        **{name: value.strip() for name, value in entry.items()},
    )
    for order, text in enumerate(tasks, 1):
        _create(Task, career=career, order=order, text=text)
    for order, name in enumerate(titles, 1):
        _create(Title, career=career, order=order, name=name)
    for order, skill in enumerate(skills, 1):
        _create(Skill, career=career, order=order, **skill)
    for order, source in enumerate(sources, 1):
        _create(Source, career=career, order=order, **source)
    for order, credential in enumerate(credentials, 1):
        of_link = {name: credential.pop(name, "") for name in ("note", "needed")}
        _create(CareerCredential, career=career, credential=_credential(**credential), order=order, **of_link)


def _credential(*, organization: str, organization_acronym: str, organization_url: str, name: str, **values):
    awarding, _ = Organization.objects.get_or_create(
        name=organization, defaults={"acronym": organization_acronym, "url": organization_url}
    )
    if awarding.url != organization_url:
        raise DemoError(f"{organization} has two web addresses: {awarding.url!r} and {organization_url!r}.")
    return Credential.objects.get_or_create(name=name, organization=awarding, defaults=values)[0]


def _load_schools(directory: Path, releases: dict[str, Release]) -> None:
    for order, entry in enumerate(_read_toml(directory / "schools.toml")["schools"], 1):
        careers = Career.objects.filter(slug__in=entry.pop("careers"))
        school = _create(School, release=releases[entry.pop("release")], **entry)
        _create(Featured, school=school, order=order).careers.set(careers)


def _load_questions(directory: Path) -> None:
    content = _read_toml(directory / "questions.toml")
    experts = {entry.pop("key"): _create(Expert, is_sample=True, **entry) for entry in content["experts"]}
    askers = {label: value for value, label in Question.Asker.choices}
    for entry in content["questions"]:
        answered = _noon(entry["answers"][0]["answered"])
        question = _create(
            Question,
            career=Career.objects.get(slug=entry["career"]),
            text=entry["question"],
            asker=askers[entry["asker"]],
            status=Question.Status.PUBLISHED,
            created_at=_noon(entry["asked"]),
            answered_at=answered,
            published_at=answered,
        )
        for answer in entry["answers"]:
            _load_answer(question, experts[answer.pop("expert")], answer)


def _load_answer(question: Question, expert: Expert, entry: dict) -> None:
    facts, day = entry.pop("facts", ()), entry.pop("answered")
    entry["sources"] = "\n".join(entry.pop("sources", ()))
    entry["text"] = entry["text"].strip()
    published = {"status": Answer.Status.PUBLISHED, "answered_on": day, "checked_on": day}
    answer = _create(Answer, question=question, expert=expert, **published, **entry)
    for kind in facts:
        _create(AnswerFact, answer=answer, kind=kind, career=question.career)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)
