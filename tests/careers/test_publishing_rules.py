"""What the check before publishing finds of a career, at which of its fields, and that many cost no more than one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from careers.models import Career, CareerCredential, CheckedLink, Credential, Organization, Release, Source, Task
from careers.profile.publishing.check import findings_of
from careers.profile.publishing.reading import LEAST_WORDS, grade
from careers.releases import onet_careers

from ..factories import make_career, make_occupation, make_onet_profile, make_pay, make_release, onet_data

pytestmark = pytest.mark.django_db
PLAIN = "Bees live in a hive. You lift it and look in. " * 10
HARD = "Apicultural responsibilities necessitate considerable interdisciplinary specialization throughout. " * 10
DEAD = "https://gone.example/license"


@pytest.fixture
def career():
    """A draft that nothing stands against."""
    return make_career(title="Beekeeper", status="draft", occupation=make_occupation(code="45-2093"))


def found(career: Career) -> dict[str, str]:
    """{rule: the field that it points to}"""
    return {finding.rule: finding.found.field for finding in findings_of([Career.objects.get(pk=career.pk)])[career.pk]}


def level(career: Career, rule: str) -> str:
    return next(one.level for one in findings_of([career])[career.pk] if one.rule == rule)


def break_link() -> None:
    CheckedLink.objects.create(url=DEAD, state="broken", says="There is no such page (404).")


def with_credential(career: Career) -> None:
    break_link()
    board = Organization.objects.create(name="Board of Bees", url=DEAD)
    credential = Credential.objects.create(name="Bee License", organization=board, kind="license")
    CareerCredential.objects.create(career=career, credential=credential)


def with_dead_source(career: Career) -> None:
    break_link()
    Source.objects.create(career=career, name="Bees", url=DEAD)


BROKEN = {
    "no words": (lambda career: setattr(career, "summary", ""), "summary", "error"),
    "name is taken": (lambda career: make_career(title="BEEKEEPER"), "title", "error"),
    "days to come": (
        lambda career: setattr(career, "reviewed_on", timezone.localdate() + timedelta(days=1)),
        "reviewed_on",
        "error",
    ),
    "unknown codes": (lambda career: setattr(career, "onet_code", "99-9999.99"), "onet_code", "error"),
    "related to itself": (lambda career: career.related.add(career), "related", "error"),
    "no summary": (lambda career: vars(career).update(summary="", description="Keeps bees."), "summary", "warning"),
    "no source of text": (lambda career: setattr(career, "description", PLAIN), "sources", "warning"),
    "dead links": (with_credential, "careercredentials", "warning"),
    "hard to read": (lambda career: setattr(career, "education", HARD), "education", "warning"),
    "headings out of order": (
        lambda career: setattr(career, "licensure", "## Law\n\n#### Ohio\n\nNone."),
        "licensure",
        "warning",
    ),
    "shared figures": (
        lambda career: make_career(occupation=career.occupation, onet_code="45-2093.00"),
        "figures_are_wider",
        "warning",
    ),
}


def test_nothing_is_found_where_nothing_is_wrong(career):
    assert found(career) == {}


@pytest.mark.parametrize("rule", BROKEN)
def test_each_rule_points_to_its_field(rule, career):
    change, field, expected = BROKEN[rule]
    change(career)
    career.save()
    assert found(career)[rule] == field
    assert level(career, rule) == expected


def test_a_dead_link_is_found_in_text_and_in_the_row_of_a_source(career):
    with_dead_source(career)
    career.licensure = f"Ask the [board]({DEAD})."
    career.save()
    findings = [one.found for one in findings_of([career])[career.pk] if one.rule == "dead links"]
    assert [(one.field, one.row, one.column) for one in findings] == [("licensure", None, ""), ("sources", 0, "url")]
    CheckedLink.objects.update(is_trusted=True)
    assert "dead links" not in found(career)


@pytest.mark.parametrize("text", ["# Law\n\n## Ohio\n\n# Pay", "### Law\n\n#### Ohio", "No headings."])
def test_headings_in_order_are_let_pass_from_whichever_level_on(text, career):
    career.description = text
    career.save()
    assert found(career) == {}


def test_text_is_graded_only_where_it_is_long_enough_to_tell(settings, career):
    assert grade("Word " * (LEAST_WORDS - 1)) is None
    assert grade(PLAIN) < 2 < 20 < grade(HARD)
    # Names of links count, their addresses do not; nor does a heading, and an item of a list is a sentence.
    items = "\n".join(["- Look in the hive and count the bees"] * 10)
    assert grade(f"## Responsibilities\n\n{items}") == pytest.approx(grade(items))
    assert grade(items.replace("hive", f"[hive]({DEAD})")) == pytest.approx(grade(items))
    Source.objects.create(career=career, name="Bees")
    Career.objects.update(description=HARD)
    assert found(career) == {"hard to read": "description"}
    settings.READING_GRADE = round(grade(HARD))
    assert found(career) == {}


def test_a_code_that_a_release_has_is_known_and_its_text_says_what_the_work_is(career):
    make_onet_profile(code="45-2099.01")
    career.onet_code, career.summary = "45-2099.01", ""
    career.occupation = make_occupation(code="45-2099")
    career.save()
    assert found(career) == {}


def test_who_says_that_figures_are_wider_is_not_asked_whose_they_are(career):
    make_career(occupation=career.occupation, onet_code="45-2093.00")
    career.figures_are_wider = True
    career.save()
    assert found(career) == {}


def test_many_cost_no_more_queries_than_few():
    numbers = []
    for count in (2, 12):
        careers = [make_career(onet_code=f"45-20{count}{number:02}.00"[:10]) for number in range(count)]
        for career in careers:
            Task.objects.create(career=career, text="Open the hive")
        with CaptureQueriesContext(connection) as queries:
            findings_of(Career.objects.filter(pk__in=[career.pk for career in careers]))
        numbers.append(len(queries))
    assert numbers[0] == numbers[1] <= 16


def test_an_import_publishes_no_draft_with_an_error():
    release = make_release("onet", label="30.1", title="O*NET 30.1 Database")
    for code, title in (("45-2093.00", "Keepers"), ("45-2092.00", "Growers")):
        make_onet_profile(release=release, code=code, title=title, data=onet_data())
    onet_careers.create_drafts(release)
    taken = Career.objects.get(onet_code="45-2092.00")
    # Past all forms.
    Career.objects.filter(pk=make_career().pk).update(title=f"{taken.title.upper()}.")
    assert onet_careers.publish_ready() == 1
    assert Career.objects.get(onet_code="45-2093.00").is_published
    assert not Career.objects.get(pk=taken.pk).is_published
    assert found(taken) == {"name is taken": "title"}


def test_figures_of_the_sites_own_say_where_they_are_found(career):
    own = make_release(origin="own", title="Pay of keepers", publisher="Bee Board")
    make_pay(release=own, occupation=career.occupation, annual_median=40_000)
    assert found(career) == {}
    Release.objects.update(url="")
    assert found(career) == {"no source of figures": "occupation"}
