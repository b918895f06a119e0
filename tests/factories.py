"""Plain functions that make one valid row each; every value can be given by keyword."""

from datetime import date
from itertools import count

from django.contrib.auth import get_user_model

from careers.models import Career, Field, IndustryPay, Occupation, Outlook, Pay, Release
from schools.models import Featured, School
from signups.models import Answer, Expert, Question

_numbers = count(1)


def make_field(**values) -> Field:
    number = next(_numbers)
    return Field.objects.create(**{"title": f"Field {number}", "slug": f"field-{number}", **values})


def make_occupation(**values) -> Occupation:
    number = next(_numbers)
    return Occupation.objects.create(**{"code": f"11-{number:04}", "title": f"Occupation {number}", **values})


def make_career(**values) -> Career:
    """A published career without figures; `status="draft"` for a draft."""
    number = next(_numbers)
    values = {
        "title": f"Career {number}",
        "slug": f"career-{number}",
        "workers": "workers",
        "summary": "People in this career do this work.",
        "status": "published",
        **values,
    }
    if "field" not in values:
        values["field"] = make_field()
    return Career.objects.create(**values)


def make_release(data_set: str = "oews-national", **values) -> Release:
    return Release.objects.create(
        **{
            "data_set": data_set,
            "period": "May 2024",
            "as_of": date(2024, 5, 31),
            "title": "Test release",
            "publisher": "Test publisher",
            "url": "https://data.example/",
            "licence": "Public domain",
            "state": "live",
            **values,
        }
    )


def make_pay(**values) -> Pay:
    if "release" not in values:
        values["release"] = Release.objects.filter(data_set="oews-national").first() or make_release()
    return Pay.objects.create(**values)


def make_industry_pay(**values) -> IndustryPay:
    if "release" not in values:
        values["release"] = Release.objects.filter(data_set="oews-industry").first() or make_release("oews-industry")
    return IndustryPay.objects.create(**{"industry": f"Industry {next(_numbers)}", **values})


def make_outlook(**values) -> Outlook:
    if "release" not in values:
        projections = {"period": "2024–34", "as_of": date(2024, 12, 31)}
        values["release"] = Release.objects.filter(data_set="projections").first() or make_release(
            "projections", **projections
        )
    return Outlook.objects.create(
        **{
            "base_year": 2024,
            "projected_year": 2034,
            "base_employment": 100_000,
            "projected_employment": 110_000,
            **values,
        }
    )


def make_school(*, featured: bool = False, **values) -> School:
    school = School.objects.create(**{"name": f"School {next(_numbers)}", "city": "Town", "state": "OH", **values})
    if featured:
        Featured.objects.create(school=school, order=next(_numbers))
    return school


def make_expert(**values) -> Expert:
    return Expert.objects.create(**{"name": f"Expert {next(_numbers)}", "role": "Does the work", **values})


def make_question(*, answers: tuple[str, ...] = (), **values) -> Question:
    """A received question; pass `status="published"` and `answers=("...",)` for one that visitors see."""
    question = Question.objects.create(**{"text": f"What is question {next(_numbers)}?", **values})
    for text in answers:
        Answer.objects.create(question=question, expert=make_expert(), text=text)
    return question


def make_staff(**values):
    number = next(_numbers)
    return get_user_model().objects.create_superuser(f"editor{number}", password="a long test password", **values)
