"""What the browser tests look at: the demo, and beside it O*NET's text and pay by area of one career."""

from careers.models import Career

from ..factories import make_area, make_area_pay, make_newsletter, make_onet_profile, make_site_words, onet_data
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
    titles = [f"Medical Records Job Title Number {number}" for number in range(60)]
    data = onet_data(alternate_titles=titles, technology=12 * TECHNOLOGY, **WORK_LIFE)
    make_onet_profile(code=career.onet_code, data=data)
    for median, (states, title) in enumerate(STATES.items(), 48_000):
        pay = {"annual_p10": 32_000, "annual_median": median, "annual_p90": 80_000, "employment": 1_230}
        make_area_pay(occupation=career.occupation, area=make_area(states=states, title=title), **pay)
    town = make_area(kind="metropolitan", states="OH KY IN", title="Cincinnati, OH-KY-IN", code="17140")
    make_area_pay(occupation=career.occupation, area=town, annual_median=50_000)
