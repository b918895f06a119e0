"""Careers in the order of one figure, with places, periods and sources."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from careers import denormalized
from careers.models import CareerListing, Release

from ..factories import make_career, make_occupation, make_outlook, make_pay, make_release
from .figured import make_figured

PAY = "/rankings/highest-paying/"
GROWTH = "/rankings/fastest-growing/"
OPENINGS = "/rankings/most-openings/"
NOINDEX = '<meta name="robots" content="noindex">'
MOST_QUERIES = 12
ROW = r'(?s)<tr><td>(\d+)</td><th scope="row">(.*?)(?: <span class="beside">(.*?)</span>)?</th><td>(.*?)</td></tr>'


def words(html: str) -> str:
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", html).split()))


@pytest.fixture
def ranked(visitor, db):
    """(place, career, figure) of each row of a ranking."""

    def rows(path: str) -> list[tuple[int, str, str]]:
        response = visitor.get(path)
        assert response.status_code == 200
        found = re.findall(ROW, response.content.decode())
        return [(int(place), words(career), words(figure)) for place, career, _, figure in found]

    return rows


@pytest.mark.parametrize(
    ("path", "figures"),
    [
        (PAY, ["$93,600", "$62,970", "$50,250"]),
        (GROWTH, ["20%", "7.1%", "−2.5%"]),
        (OPENINGS, ["189,100", "14,200", "900"]),
    ],
)
def test_careers_stand_in_the_order_of_the_figure(ranked, path, figures):
    make_figured("Middle", median=62_970, growth="7.1", openings=14_200)
    make_figured("Low", median=50_250, growth="-2.5", openings=900)
    make_figured("None")
    make_figured("High", median=93_600, growth=20, openings=189_100)
    titles = ["High", "Middle", "Low"]
    assert ranked(path) == [(place, *row) for place, row in enumerate(zip(titles, figures, strict=True), 1)]


def test_a_draft_is_in_no_ranking(visitor, ranked):
    make_figured("Secret", median=99_000, growth=30, openings=9_000, education="award", status="draft")
    make_figured("Seen", median=50_000, growth=3, openings=900, education="award")
    for path in (PAY, GROWTH, OPENINGS, "/rankings/highest-paying-award/"):
        assert [career for _, career, _ in ranked(path)] == ["Seen"]
    assert "Secret" not in visitor.get("/rankings/").content.decode()


def test_equal_figures_share_a_place_and_the_next_one_is_skipped(ranked):
    for title, median, jobs in (("Few", 60_000, 100), ("Many", 60_000, 900), ("Top", 70_000, 1), ("Last", 50_000, 1)):
        make_figured(title, median=median, growth=1, jobs=jobs)
    assert [(place, title) for place, title, _ in ranked(PAY)] == [(1, "Top"), (2, "Many"), (2, "Few"), (4, "Last")]


def test_careers_whose_figure_is_published_for_them_together_share_a_row(ranked):
    shared = make_occupation()
    make_figured("Acute Nurse", median=93_600, occupation=shared, onet_code="29-1141.01")
    make_career(title="Nurse", occupation=shared, onet_code="29-1141.00")
    make_career(title="Ward Nurse", occupation=shared, onet_code="29-1141.04")
    make_career(title="Secret Nurse", occupation=shared, onet_code="29-1141.05", status="draft")
    make_figured("Plumber", median=62_970)
    assert ranked(PAY) == [
        (1, "Nurse published together with Acute Nurse ; Ward Nurse", "$93,600"),
        (2, "Plumber", "$62,970"),
    ]


def test_a_wider_groups_pay_puts_its_careers_in_one_row(ranked):
    make_pay(occupation=make_occupation(code="29-2070", title="Record keepers"), annual_median=47_000)
    for code, title in (("29-2072", "Coder"), ("29-2071", "Biller")):
        make_career(title=title, occupation=make_occupation(code=code))
    assert ranked(PAY) == [(1, "Record keepers of which: Biller ; Coder", "$47,000")]


def test_of_many_careers_in_a_row_three_are_named_and_the_others_counted(ranked):
    shared = make_occupation()
    make_figured("A", median=50_000, occupation=shared)
    for title in "BCDEF":
        make_career(title=title, occupation=shared)
    assert ranked(PAY) == [(1, "A published together with B ; C ; D ; 2 more", "$50,000")]


def test_top_coded_pay_says_or_more_and_shares_the_first_place(visitor, text_of, ranked):
    make_release(top_code_annual=239_200)
    for title in ("Surgeon", "Dentist"):
        make_figured(title, median=239_200)
    make_figured("Judge", median=151_000)
    assert ranked(PAY) == [
        (1, "Dentist", "$239,200 or more"),
        (1, "Surgeon", "$239,200 or more"),
        (3, "Judge", "$151,000"),
    ]
    assert "“Or more” means that the publisher gives no exact figure above that amount." in text_of(visitor.get(PAY))


def test_pay_by_the_hour_alone_is_not_ranked_and_the_page_says_so(visitor, text_of, ranked):
    actor = make_figured("Actor", growth=5)
    make_pay(occupation=actor.occupation, hourly_median="23.33")
    make_figured("Clerk", median=40_000)
    assert ranked(PAY) == [(1, "Clerk", "$40,000")]
    assert "paid by the hour, and rarely all year, have no annual pay" in text_of(visitor.get(PAY))
    assert "Actor Education not published, $23.33 an hour 5%" in text_of(visitor.get(GROWTH))


def test_a_ranking_of_one_education_holds_only_its_careers(ranked):
    make_figured("Aide", median=38_000, education="award")
    make_figured("Coder", median=50_250, education="award")
    make_figured("Nurse", median=93_600, education="bachelor")
    make_figured("Unknown", median=93_600)
    assert ranked("/rankings/highest-paying-award/") == [(1, "Coder", "$50,250"), (2, "Aide", "$38,000")]
    assert ranked("/rankings/highest-paying-bachelor/") == [(1, "Nurse", "$93,600")]


def test_each_ranking_names_its_release(visitor, text_of, db):
    make_release(title="Wage survey", period="May 2024")
    make_release("projections", title="Projections", period="2024–34", as_of=date(2024, 12, 31))
    make_figured("Coder", median=50_250, growth=7, openings=900)
    assert "Source: Test publisher, Wage survey , May 2024" in text_of(visitor.get(PAY))
    for path in (GROWTH, OPENINGS):
        text = text_of(visitor.get(path))
        assert "Source: Test publisher, Projections , 2024–34" in text
        assert "Wage survey , May 2024" in text
    overview = text_of(visitor.get("/rankings/"))
    assert overview.count("Projections , 2024–34") == 1
    assert overview.count("Wage survey , May 2024") == 1


def test_a_figure_of_an_earlier_release_says_its_own_period(visitor, text_of, ranked):
    earlier = make_release(period="May 2023", as_of=date(2023, 5, 31), state="superseded")
    old = make_figured("Old")
    make_pay(occupation=old.occupation, release=earlier, annual_median=60_000)
    make_release(period="May 2024")
    Release.objects.filter(period="May 2024").update(as_of=date(2024, 5, 31))
    new = make_figured("New")
    make_pay(occupation=new.occupation, release=Release.objects.get(period="May 2024"), annual_median=50_000)
    assert ranked(PAY) == [(1, "Old", "$60,000 May 2023"), (2, "New", "$50,000")]
    for career, growth in ((old, 5), (new, 3)):
        make_outlook(occupation=career.occupation, stated_growth=growth)
    assert "Old Education not published, $60,000 a year (May 2023) 5%" in text_of(visitor.get(GROWTH))
    assert "New Education not published, $50,000 a year 3%" in text_of(visitor.get(GROWTH))


def test_a_ranking_stops_at_fifty_places_however_many_share_them(ranked):
    with denormalized.together():
        for number in range(53):
            make_figured(f"Career {number:02}", median=90_000 - 1_000 * number)
        shared = make_figured("Shared", median=95_000).occupation
        for number in range(60):
            make_career(title=f"Sharer {number:02}", occupation=shared)
    rows = ranked(PAY)
    assert [place for place, _, _ in rows] == list(range(1, 51))
    assert rows[0][1].startswith("Shared published together with Sharer 00")
    assert rows[-1][1] == "Career 48"


def test_the_overview_shows_the_first_five_of_each_and_leads_on(visitor, db):
    for number in range(7):
        make_figured(f"Career {number}", median=60_000 - number, growth=20 - number, openings=900 - number)
    page = visitor.get("/rankings/").content.decode()
    tables = re.findall(r"(?s)<table.*?</table>", page)
    assert len(tables) == 3
    for table in tables:
        assert re.findall(r">(Career \d)<", table) == [f"Career {number}" for number in range(5)]
    for path in (PAY, GROWTH, OPENINGS, "/rankings/highest-paying-doctoral/"):
        assert f'href="{path}"' in page
    assert visitor.get("/rankings/highest-paying-doctoral/").status_code == 200


def test_in_the_overview_a_place_that_many_share_is_one_line_that_leads_to_them(visitor, db):
    make_release(top_code_annual=239_200)
    shared = make_figured("Surgeon", median=239_200).occupation
    make_career(title="Heart Surgeon", occupation=shared)
    for title in ("Dentist", "Radiologist"):
        make_figured(title, median=239_200)
    for number in range(6):
        make_figured(f"Career {number}", median=90_000 - number)
    found = re.findall(ROW, visitor.get("/rankings/").content.decode().partition("</table>")[0])
    assert [(int(place), words(career), words(figure)) for place, career, _, figure in found] == [
        (1, "3 occupations share first place", "$239,200 or more"),
        *((place, f"Career {place - 4}", f"${90_004 - place:,}") for place in range(4, 8)),
    ]
    assert f'<a href="{PAY}">3 occupations share' in visitor.get("/rankings/").content.decode()


def test_two_careers_that_share_a_place_are_both_in_the_overview(visitor, db):
    for title, median in (("Baker", 60_000), ("Cook", 60_000), ("Waiter", 50_000)):
        make_figured(title, median=median)
    found = re.findall(ROW, visitor.get("/rankings/").content.decode().partition("</table>")[0])
    assert [(place, words(career)) for place, career, *_ in found] == [("1", "Baker"), ("1", "Cook"), ("3", "Waiter")]


def test_each_row_says_beside_its_figure_what_else_a_career_asks_and_brings(visitor, db):
    make_figured("Nurse", median=93_600, growth="4.9", education="bachelor")
    make_figured("Clerk", median=40_000)
    beside = [found[2] for found in re.findall(ROW, visitor.get(PAY).content.decode())]
    assert [words(line) for line in beside] == [
        "Bachelor's degree, 4.9% growth",
        "Education not published, growth not published",
    ]
    beside = [found[2] for found in re.findall(ROW, visitor.get(GROWTH).content.decode())]
    assert [words(line) for line in beside] == ["Bachelor's degree, $93,600 a year"]


def test_each_figure_is_drawn_on_one_scale_with_the_others(visitor, db):
    make_figured("Big", median=80_000, growth=15)
    make_figured("Small", median=20_000, growth="-5")
    bar = r'<rect x="([\d.]+)%" width="([\d.]+)%"'
    assert re.findall(bar, visitor.get(PAY).content.decode()) == [("0.00", "100.00"), ("0.00", "25.00")]
    assert re.findall(bar, visitor.get(GROWTH).content.decode()) == [("25.00", "75.00"), ("0.00", "25.00")]


def test_a_ranking_without_figures_says_so_and_is_kept_out_of_search_engines(visitor, text_of, db):
    make_figured("Coder", median=50_250, education="award")
    sitemap = visitor.get("/sitemap.xml").content.decode()
    for path, is_empty in ((GROWTH, True), ("/rankings/highest-paying-master/", True), (PAY, False)):
        response = visitor.get(path)
        assert response.status_code == 200
        assert ("No figures are published for this ranking yet." in text_of(response)) == is_empty
        assert (NOINDEX in response.content.decode()) == is_empty
        assert (f"{path}</loc>" in sitemap) != is_empty


def test_a_ranking_of_drafts_alone_is_not_in_the_sitemap(visitor, db):
    make_figured("Secret", median=50_250, status="draft")
    assert f"{PAY}</loc>" not in visitor.get("/sitemap.xml").content.decode()


def test_the_overview_without_figures_says_so(visitor, text_of, db):
    assert text_of(visitor.get("/rankings/")).count("No figures are published yet.") == 3


@pytest.mark.parametrize("slug", ["nothing", "highest-paying-phd", "highest-paying-"])
def test_a_ranking_that_is_not_there_is_not_found(visitor, db, slug):
    assert visitor.get(f"/rankings/{slug}/").status_code == 404


@pytest.mark.parametrize("path", ["/rankings/", PAY])
def test_rankings_are_only_read(visitor, db, path):
    assert visitor.post(path).status_code == 405


def test_sixty_careers_cost_as_many_queries_as_three(visitor, db):
    def make(number: int) -> None:
        for _ in range(number):
            pk = make_occupation().pk
            make_figured(f"Career {pk}", median=50_000 + pk, growth=pk % 40, openings=900 + pk, education="award")

    def cost() -> list[int]:
        numbers = []
        for path in ("/rankings/", PAY, GROWTH, "/rankings/highest-paying-award/"):
            with CaptureQueriesContext(connection) as queries:
                assert visitor.get(path).status_code == 200
            numbers.append(len(queries))
        return numbers

    make(3)
    few = cost()
    make(57)
    assert cost() == few
    assert max(few) <= MOST_QUERIES, few


def test_held_growth_is_not_ranked(ranked):
    career = make_figured("Coder")
    make_outlook(occupation=career.occupation, stated_growth=99, held=True)
    assert ranked(GROWTH) == []


def test_a_figure_that_was_just_deleted_is_not_ranked(ranked):
    make_figured("Kept", median=50_250)
    make_figured("Deleted", median=93_600)
    CareerListing.objects.filter(career__title="Deleted").update(pay=None)
    assert ranked(PAY) == [(1, "Kept", "$50,250")]
    assert ranked("/rankings/") == [(1, "Kept", "$50,250")]
