"""What the browser tests look at: the demo, and beside it O*NET's text and pay by area of one career."""

from careerinfo import demo
from careers.models import Career

from ..factories import make_area, make_area_pay, make_onet_profile, onet_data

STATES = {"OH": "Ohio", "UT": "Utah", "KY": "Kentucky", "PA": "Pennsylvania", "ME": "Maine", "NY": "New York"}
TECHNOLOGY = [
    ["Spreadsheet software", "Spreadsheets", True, True],
    ["Records system", "Medical software", False, False],
]


def load() -> None:
    demo.load()
    career = Career.objects.get(slug="medical-coding")
    titles = [f"Medical Records Job Title Number {number}" for number in range(60)]
    make_onet_profile(code=career.onet_code, data=onet_data(alternate_titles=titles, technology=12 * TECHNOLOGY))
    for median, (states, title) in enumerate(STATES.items(), 48_000):
        pay = {"annual_p10": 32_000, "annual_median": median, "annual_p90": 80_000, "employment": 1_230}
        make_area_pay(occupation=career.occupation, area=make_area(states=states, title=title), **pay)
    town = make_area(kind="metropolitan", states="OH KY IN", title="Cincinnati, OH-KY-IN", code="17140")
    make_area_pay(occupation=career.occupation, area=town, annual_median=50_000)
