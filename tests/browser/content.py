"""What the browser tests look at: the demo, and beside it O*NET's text and pay by area of one career."""

from datetime import date

from django.utils import timezone

from careers.models import Career
from signups.models import AnswerFact

from ..factories import (
    make_answer,
    make_area,
    make_area_pay,
    make_expert,
    make_newsletter,
    make_onet_profile,
    make_question,
    make_school,
    make_site_words,
    onet_data,
)
from ..loaded_once import load_demo

STATES = {"OH": "Ohio", "UT": "Utah", "KY": "Kentucky", "PA": "Pennsylvania", "ME": "Maine", "NY": "New York"}
TECHNOLOGY = [
    ["Spreadsheet software", "Spreadsheets", True, True],
    ["Records system", "Medical software", False, False],
]
WORK_LIFE = {
    "work_context": [
        ["4.C.1.a.4", "Contact With Others", 4.1, "Most of the time"],
        ["4.C.2.a.1.a", "Indoors, Environmentally Controlled", 4.9, "Every day"],
        ["4.C.2.a.1.c", "Outdoors, Exposed to All Weather Conditions", 1.2, "Never"],
        ["4.C.2.d.1.a", "Spend Time Sitting", 4.7, "Nearly all the time"],
        ["4.C.3.d.8", "Duration of Typical Work Week", 2.1, "40 hours"],
    ],
    "work_styles": [["1.C.5.b", "Attention to Detail", 4.9], ["1.C.5.c", "Integrity", 4.7]],
    "work_activities": [["4.A.3.b.1", "Working with Computers", 4.6]],
    "abilities": [["1.A.4.a.1", "Near Vision", 3.9]],
}


def load() -> None:
    load_demo()
    letter = "## New\n\nSee [coding](/careers/medical-coding/).\n\n| Career | Jobs |\n| --- | --- |\n| Actor | 1 |"
    make_newsletter(slug="spring", subject="What is new this spring", text=letter, in_archive=True)
    make_site_words(about="## Bees\n\nThey run this site.", contact_phone="+1 614 555 0100")
    career = Career.objects.get(slug="medical-coding")
    _load_answer(career)
    titles = [f"Medical Records Job Title Number {number}" for number in range(60)]
    data = onet_data(alternate_titles=titles, technology=12 * TECHNOLOGY, **WORK_LIFE)
    make_onet_profile(code=career.onet_code, data=data)
    for median, (states, title) in enumerate(STATES.items(), 48_000):
        pay = {"annual_p10": 32_000, "annual_median": median, "annual_p90": 80_000, "employment": 1_230}
        make_area_pay(occupation=career.occupation, area=make_area(states=states, title=title), **pay)
    town = make_area(kind="metropolitan", states="OH KY IN", title="Cincinnati, OH-KY-IN", code="17140")
    make_area_pay(occupation=career.occupation, area=town, annual_median=50_000)


def _load_answer(career: Career) -> None:
    """With all that the page of a question may hold; its address is one of `paths`."""
    school = make_school(featured=True, name="Bee College")
    expert = make_expert(
        name="Ada Bee",
        credential="CPC",
        organization="Hive",
        in_work_since=2001,
        school=school,
        verified_on=date(2026, 1, 2),
        verified_as="Moderator",
    )
    question = make_question(
        pk=7001, text="Is it dull?", background="I like bees.\n\nAnd honey.", career=career, status="published"
    )
    answer = make_answer(
        question=question,
        expert=expert,
        short="Never.",
        text="## Days\n\n| Day | Bees |\n| --- | --- |\n| 1 | 2 |\n\n" + "W" * 90,
        sources="Bees. https://bees.example/" + "b" * 90,
        basis="source",
        recheck_since=timezone.now(),
        recheck_because="The median pay was $50,000 and is $51,000 now.",
    )
    AnswerFact.objects.create(answer=answer, kind="pay", career=career)
    AnswerFact.objects.create(answer=answer, kind="school", school=school)
    make_answer(question=question)
