from decimal import Decimal

import pytest

from careers.models import Task

from ..factories import make_career, make_field, make_occupation, make_outlook, make_pay, make_release


@pytest.fixture
def career(db):
    return make_career(
        title="Medical Coding",
        slug="medical-coding",
        summary="Coders code.",
        field=make_field(title="Health Care", slug="health-care"),
        occupation=make_occupation(),
        onet_code="29-2072.00",
    )


@pytest.fixture
def description(visitor, described, career):
    return lambda: described(visitor.get(career.get_absolute_url()))["Occupation"]


def test_a_career_is_described_as_an_occupation(settings, description, career):
    Task.objects.create(career=career, text="Give every diagnosis its code")
    make_outlook(occupation=career.occupation, entry_education="award")
    assert description() == {
        "@type": "Occupation",
        "name": "Medical Coding",
        "alternateName": career.occupation.title,
        "description": "Coders code.",
        "url": f"{settings.SITE_URL}/careers/medical-coding/",
        "occupationLocation": {"@type": "Country", "name": "United States"},
        "occupationalCategory": "29-2072.00",
        "educationRequirements": "Postsecondary nondegree award",
        "responsibilities": ["Give every diagnosis its code"],
    }


def test_annual_pay_is_described_with_every_percentile(description, career):
    make_pay(
        occupation=career.occupation,
        annual_p10=35_780,
        annual_p25=41_600,
        annual_median=50_250,
        annual_p75=64_070,
        annual_p90=80_950,
        hourly_median=Decimal("24.16"),
    )
    assert description()["estimatedSalary"] == {
        "@type": "MonetaryAmountDistribution",
        "name": "base",
        "currency": "USD",
        "duration": "P1Y",
        "percentile10": 35_780,
        "percentile25": 41_600,
        "median": 50_250,
        "percentile75": 64_070,
        "percentile90": 80_950,
    }


def test_hourly_pay_is_described_by_the_hour(description, career):
    make_pay(occupation=career.occupation, hourly_median=Decimal("23.33"))
    salary = description()["estimatedSalary"]
    assert (salary["duration"], salary["median"]) == ("PT1H", 23.33)


def test_top_coded_and_missing_pay_are_left_out(description, career):
    release = make_release(top_code_annual=239_200)
    make_pay(occupation=career.occupation, release=release, annual_p10=124_450, annual_p75=239_200, annual_p90=239_200)
    salary = description()["estimatedSalary"]
    assert {name for name in salary if name == "median" or name.startswith("percentile")} == {"percentile10"}


@pytest.mark.parametrize("figures", [{}, {"annual_median": 239_200, "annual_p90": 239_200}])
def test_pay_of_which_no_figure_is_exact_is_not_described(description, career, figures):
    make_pay(occupation=career.occupation, release=make_release(top_code_annual=239_200), **figures)
    assert "estimatedSalary" not in description()


def test_a_bare_career_is_described_without_what_it_lacks(visitor, described, db):
    bare = make_career()
    description = described(visitor.get(bare.get_absolute_url()))["Occupation"]
    assert description["name"] == bare.title
    assert not {"occupationalCategory", "educationRequirements", "responsibilities", "estimatedSalary"} & {*description}


def test_breadcrumbs_lead_from_the_home_page_to_the_career(settings, visitor, described, career):
    crumbs = described(visitor.get(career.get_absolute_url()))["BreadcrumbList"]["itemListElement"]
    assert [(crumb["position"], crumb["name"], crumb["item"]) for crumb in crumbs] == [
        (1, "Home", f"{settings.SITE_URL}/"),
        (2, "Careers", f"{settings.SITE_URL}/careers/"),
        (3, "Health Care", f"{settings.SITE_URL}/fields/health-care/"),
        (4, "Medical Coding", f"{settings.SITE_URL}/careers/medical-coding/"),
    ]


def test_lists_have_breadcrumbs_too(visitor, described, career):
    for path, last in (("/careers/", "Careers"), (career.field.get_absolute_url(), "Health Care")):
        assert described(visitor.get(path))["BreadcrumbList"]["itemListElement"][-1]["name"] == last


def test_the_home_page_describes_the_site_and_how_to_search_it(settings, visitor, described, db):
    site = described(visitor.get("/"))["WebSite"]
    assert site["name"] == settings.SITE_NAME
    assert site["url"] == f"{settings.SITE_URL}/"
    address = site["potentialAction"]["target"].replace("{search_term_string}", "nurse")
    found = visitor.get(address.removeprefix(settings.SITE_URL)).content.decode()
    assert 'name="q" maxlength="200" value="nurse"' in found


HOSTILE = '</script><script>alert(1)</script><!-- & \u2028 "quoted" \\'


def test_a_title_cannot_end_the_element_it_stands_in(visitor, described, db):
    career = make_career(title=HOSTILE, summary=HOSTILE, field=make_field(title=HOSTILE))
    Task.objects.create(career=career, text=HOSTILE)
    response = visitor.get(career.get_absolute_url())
    description = described(response)["Occupation"]
    assert (description["name"], description["description"], description["responsibilities"]) == (
        HOSTILE,
        HOSTILE,
        [HOSTILE],
    )
    assert "<script>alert" not in response.content.decode()
    assert "<!-- " not in response.content.decode()
