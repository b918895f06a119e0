"""Plain functions that make one valid row each; every value can be given by keyword."""

import time
from datetime import date
from decimal import Decimal
from importlib import import_module
from io import BytesIO
from itertools import count
from unittest import mock

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import signing
from django.utils import timezone
from PIL import Image

from careers.models import (
    Area,
    AreaPay,
    Career,
    Field,
    IndustryPay,
    NavigationLink,
    NextStep,
    Occupation,
    OnetProfile,
    Outlook,
    Pay,
    Release,
    SiteWords,
    Synonym,
    Wish,
)
from careers.site_words.logo import drawn_anew
from schools.models import Featured, School
from signups import guard
from signups.models import Answer, DeclineReason, Expert, HelpLine, Mailing, Newsletter, Question, Subscription, Topic
from signups.questions.asking import age

from .derived_when_read import derived_when_read

# What the publishers call growth in the projections for 2024–34; `make_release("projections", **BANDS)`.
BANDS = {"little_change_from": 0, "slower_from": 1, "average_from": 3, "faster_from": 5, "much_faster_from": 7}

_numbers = count(1)
_occupations = count(1)


def number_from_one() -> None:
    """Begins again with what each row is numbered by."""
    global _numbers, _occupations
    _numbers, _occupations = count(1), count(1)


def form_opened(seconds: int = 30) -> str:
    """A form's signed timestamp as a page would have held it `seconds` ago."""
    with mock.patch("time.time", return_value=time.time() - seconds):
        return signing.dumps("", salt=guard.SALT)


def question_sent(text: str, *, years: int = 30, **values) -> dict[str, str]:
    """What the last page of asking sends, once somebody of that age has filled it in."""
    form = {"at": "check", "go": "send", "seal": age.seal(years), "consent": "on", "opened": form_opened()}
    return {**form, "text": text, **values}


def make_field(**values) -> Field:
    number = next(_numbers)
    return Field.objects.create(**{"title": f"Field {number}", "slug": f"field-{number}", **values})


@derived_when_read()
def make_occupation(**values) -> Occupation:
    # No code ends in 0, as a broad group's does: its figures would stand in for its neighbours'.
    major, detail = divmod(next(_occupations), 1000)
    code = f"{11 + major}-{detail:03}1"
    return Occupation.objects.create(**{"code": code, "title": f"Occupation {code}", **values})


def make_plan_sections() -> None:
    """Those of a new site, where none are left."""
    import_module("careers.migrations.0032_first_sections_of_the_career_plan").add_sections(apps, None)


def make_roles() -> None:
    """The groups of a new site, where none are left."""
    if not Group.objects.filter(name="Editor").exists():
        import_module("signups.migrations.0006_roles").add_roles(apps, None)
        import_module("signups.migrations.0009_roles_of_site_words").add_rights(apps, None)
        import_module("signups.migrations.0010_roles_that_import").let_them_import(apps, None)
        import_module("signups.migrations.0023_roles_that_mail").let_them_mail(apps, None)
        import_module("signups.migrations.0033_roles_of_questions").let_them_review(apps, None)
        import_module("careers.migrations.0069_page_views").let_them_see(apps, None)


def make_shipped_rows() -> None:
    """One at least of each kind of row that a new site has, where a test before has emptied the tables."""
    make_plan_sections()
    if not NavigationLink.objects.exists():
        import_module("careers.migrations.0054_first_links").add(apps, None)
    if not HelpLine.objects.exists():
        import_module("signups.migrations.0035_first_help_lines").add(apps, None)
    if not Synonym.objects.exists():
        Synonym.objects.create(term="gumshoe", means="private detective")
    if not Wish.objects.exists():
        Wish.objects.create(words="no degree", filter="education", values="none", says="need no degree")
    if not NextStep.objects.exists():
        NextStep.objects.create(title="Look around", text="See what is there.", url="https://example.org/")
    if not DeclineReason.objects.exists():
        DeclineReason.objects.create(name="Our pages answer it", text="Thank you. Our pages answer this.")


def make_picture(form: str = "PNG", size: tuple[int, int] = (600, 300), **options) -> BytesIO:
    """A picture file, such as somebody uploads."""
    file = BytesIO()
    Image.new("RGB", size, "#7e22ce").save(file, form, **options)
    file.name = f"logo.{form.lower()}"
    file.seek(0)
    return file


def make_site_words(**values) -> SiteWords:
    """With a logo, where `logo_alt` says what it shows."""
    words = SiteWords(**values)
    if words.logo_alt:
        file = make_picture()
        words.take_logo(drawn_anew(file, file.getbuffer().nbytes))
    words.save()
    return words


@derived_when_read()
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


@derived_when_read()
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


def top_coded(model, values: dict) -> str:
    """The columns whose figure is as high as the release's top code, as if the publisher's cells were marked #."""
    release = values["release"]
    tops = {"annual": release.top_code_annual, "hourly": release.top_code_hourly}
    return " ".join(
        column
        for column in model.pay_columns()
        if (top := tops[column.partition("_")[0]]) is not None and Decimal(values.get(column) or 0) >= top
    )


@derived_when_read()
def make_pay(**values) -> Pay:
    if "release" not in values:
        values["release"] = Release.objects.filter(data_set="oews-national").first() or make_release()
    return Pay.objects.create(**{"top_coded": top_coded(Pay, values), **values})


def make_industry_pay(**values) -> IndustryPay:
    if "release" not in values:
        values["release"] = Release.objects.filter(data_set="oews-industry").first() or make_release("oews-industry")
    values = {"industry": f"Industry {next(_numbers)}", "top_coded": top_coded(IndustryPay, values), **values}
    return IndustryPay.objects.create(**values)


@derived_when_read()
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


def make_area(**values) -> Area:
    """A state; `kind="metropolitan", states="OH KY"` for a metropolitan area."""
    number = next(_numbers)
    # No state or territory has a digit.
    letters = f"{chr(ord('A') + number // 10 % 26)}{number % 10}"
    return Area.objects.create(
        **{"kind": "state", "code": f"{number}", "title": f"Area {number}", "states": letters, **values}
    )


def make_area_pay(**values) -> AreaPay:
    if "area" not in values:
        values["area"] = make_area()
    if "release" not in values:
        data_set = f"oews-{values['area'].kind}"
        values["release"] = Release.objects.filter(data_set=data_set).first() or make_release(data_set)
    return AreaPay.objects.create(**{"top_coded": top_coded(AreaPay, values), **values})


def onet_data(**parts) -> dict:
    """What an O*NET profile holds, one or two of everything."""
    return {
        "description": "Do the work that the tests describe.",
        "tasks": [["Read what others wrote.", "Core"], ["Sharpen pencils.", "Supplemental"]],
        "reported_titles": ["Chief Tester"],
        "alternate_titles": ["Probing Clerk"],
        "short_titles": ["CT"],
        "skills": [["Reading Comprehension", 4.12, "Understanding written sentences."], ["Speaking", 3.5, ""]],
        "knowledge": [["Clerical", 3.25, "Knowledge of files and forms."]],
        "technology": [["Testsuite", "Testing software", True, True], ["Slide rule", "Calculators", False, False]],
        "education": [["High school diploma", 60.5], ["Bachelor's degree", 39.5]],
        "job_zone": {
            "number": 3,
            "name": "Medium preparation needed",
            "experience": "Some months at the bench.",
            "education": "A course or two.",
            "training": "A year beside somebody who knows.",
        },
        "interests": [["Conventional", 6.5], ["Investigative", 4.25]],
        "related": [["11-9999.00", "Somebody Else", "Primary-Short"]],
        **parts,
    }


@derived_when_read()
def make_onet_profile(**values) -> OnetProfile:
    """A profile of the live O*NET release; `data=onet_data(tasks=[...])` for its parts."""
    if "release" not in values:
        newest = {"title": "O*NET 29.3 Database", "period": "May 2025", "as_of": date(2025, 5, 1)}
        values["release"] = Release.objects.filter(data_set="onet", state="live").first() or make_release(
            "onet", **newest
        )
    number = next(_numbers)
    values = {
        "code": f"11-{number:04}.00",
        "title": f"Occupation {number}",
        "summary": "Do what the first sentence says.",
        "data": onet_data(),
        **values,
    }
    # The demo's release has scores of its careers already.
    before = OnetProfile.objects.filter(release=values["release"], code=values["code"]).values("pk").first()
    profile = OnetProfile(**(before or {}), **values)
    profile.save()
    return profile


def make_school(*, featured: bool = False, **values) -> School:
    school = School.objects.create(**{"name": f"School {next(_numbers)}", "city": "Town", "state": "OH", **values})
    if featured:
        Featured.objects.create(school=school, order=next(_numbers) % 1_000)
    return school


def make_expert(**values) -> Expert:
    return Expert.objects.create(**{"name": f"Expert {next(_numbers)}", "role": "Does the work", **values})


def make_question(*, answers: tuple[str, ...] = (), **values) -> Question:
    """A received question; pass `status="published"` and `answers=("...",)` for one that visitors see."""
    if values.get("status") == "assigned" and "expert" not in values:
        values["expert"] = make_expert()
    question = Question.objects.create(**{"text": f"What is question {next(_numbers)}?", **values})
    for text in answers:
        make_answer(question=question, text=text)
    return question


def make_answer(**values) -> Answer:
    """One that visitors see, if its question is published; `status="draft"` and so on for others."""
    values = {"text": "Begin with a class nearby.", "status": "published", **values}
    if "question" not in values:
        values["question"] = make_question(status="published")
    if "expert" not in values:
        values["expert"] = make_expert()
    return Answer.objects.create(**values)


def make_newsletter(*, state: str = "", in_archive: bool = False, **values) -> Newsletter:
    """A draft; `state` is its mailing's, where it was queued."""
    number = next(_numbers)
    values = {"subject": f"Newsletter {number}", "slug": f"newsletter-{number}", "text": "The bees are back.", **values}
    newsletter = Newsletter.objects.create(**values)
    if state or in_archive:
        data = {"newsletter": newsletter.pk, "field": newsletter.field_id}
        newsletter.mailing = Mailing.objects.create(kind="newsletter", state=state or "done", data=data)
        newsletter.published_at = newsletter.sent_at = timezone.now() if in_archive else None
        newsletter.save()
    return newsletter


def make_subscriber(*, topics: tuple[str, ...] = ("newsletter",), field=None, **values) -> Subscription:
    """Somebody who confirmed, unless `status` says otherwise, and what they asked for with it."""
    now = timezone.now()
    values = {"email": f"reader{next(_numbers)}@example.org", "status": "confirmed", **values}
    is_confirmed = values["status"] == "confirmed"
    subscription = Subscription.objects.create(**{"confirmed_at": now if is_confirmed else None, **values})
    asked = [{"kind": kind} for kind in topics] + ([{"kind": "field", "field": field}] if field else [])
    for one in asked:
        Topic.objects.create(subscription=subscription, confirmed_at=now if is_confirmed else None, **one)
    return subscription


def make_staff(**values):
    number = next(_numbers)
    values = {"username": f"editor{number}", "password": "a long test password", **values}
    return get_user_model().objects.create_superuser(**values)
