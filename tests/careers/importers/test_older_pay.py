"""Pay of May 2019 and before: said to be of an older classification, under whatever headers it stands."""

import pytest
from django.core.management import CommandError

from .everything import NATIONAL, STATE, everything, import_data, of_year
from .workbooks import CASES, read_workbook, write_workbook, zipped

pytestmark = pytest.mark.django_db

OF_2008 = ["OCC_CODE", "OCC_TITLE", "group", "TOT_EMP", "EMP_PRSE", "H_MEAN", "A_MEAN", "MEAN_PRSE"]
PERCENTILES = ["H_PCT10", "H_PCT25", "H_MEDIAN", "H_PCT75", "H_PCT90", "A_PCT10", "A_PCT25", "A_MEDIAN", "A_PCT90"]
WEIGHTED = ["h_wpct10", "h_wpct25", "h_median", "h_wpct75", "h_wpct90", "a_wpct10", "a_wpct25", "a_median", "a_wpct90"]
FORMS = {
    "2008": [*OF_2008, *PERCENTILES, "ANNUAL", "HOURLY"],
    "2012": [*(header.replace("group", "OCC_GROUP") for header in OF_2008), *PERCENTILES],
    "2017": ["AREA", "ST", "STATE", *(header.replace("group", "OCC_GROUP") for header in OF_2008), *PERCENTILES],
    "lower case": [header.lower() for header in [*OF_2008, *PERCENTILES]],
    "weighted": ["occ_code", "occ_title", "group", "tot_emp", "emp_prse", "h_mean", "a_mean", *WEIGHTED],
    "with spaces": ["occ code", "occ title", "group", "tot emp", "h mean", "a mean", "h median", "a median"],
    "cut titles": ["area", "area_name", "occ_code", "occ_titl", "group", "tot_emp", *WEIGHTED],
    "by industry": ["naics", "naics_title", "occ_code", "occ_title", "group", "tot_emp", "pct_total", *WEIGHTED],
}


def older(folder, headers: list[str], name: str = "national_M2008_dl.xlsx", sheet: str = "national_dl"):
    row = ["29-1111", "Registered Nurses", "detailed", *[10.0] * len(headers)][: len(headers)]
    return write_workbook(folder / name, {sheet: [headers, row]})


def refusal(*paths, **options) -> str:
    before = everything()
    with pytest.raises(CommandError) as refused:
        import_data(*paths, **options)
    assert everything() == before
    return str(refused.value)


@pytest.mark.parametrize("headers", FORMS.values(), ids=FORMS)
def test_each_older_form_is_known(headers, tmp_path):
    assert refusal(older(tmp_path, headers)).splitlines()[0] == (
        'national_M2008_dl.xlsx, sheet "national_dl": These are pay figures of May 2008, by an older classification of '
        "occupations (SOC) than that of 2018, which this site goes by: none of them can be taken. Give pay of May 2021 "
        "or later."
    )


def test_an_older_form_below_a_title_is_known(tmp_path):
    headers = FORMS["2008"]
    rows = [["Occupational Employment and Wage Estimates"], [], headers, ["29-1111", *[1] * (len(headers) - 1)]]
    path = write_workbook(tmp_path / "pay.xlsx", {"Sheet1": rows})
    assert "These are pay figures in the form that they had up to May 2018, by an older" in refusal(path)


@pytest.mark.parametrize("year", [2012, 2018, 2019])
@pytest.mark.parametrize("sample", [NATIONAL, STATE])
def test_todays_form_of_an_older_year_is_refused_for_its_year(sample, year, tmp_path):
    def lower(rows):
        rows[0] = [header.lower() for header in rows[0]]

    path = of_year(year, tmp_path / "pay", sample, lower)
    assert f"These are pay figures of May {year}, by an older classification" in refusal(path)


def test_an_older_year_that_somebody_says_is_refused_too(tmp_path):
    [rows, *_] = read_workbook(STATE).values()
    path = write_workbook(tmp_path / "state.xlsx", {"Sheet1": rows})
    assert "These are pay figures of May 2016, by an older" in refusal(path, period="May 2016")


def test_the_mixture_of_may_2020_is_said_to_be_older(tmp_path):
    def mix(rows):
        rows[-1][rows[0].index("OCC_CODE")] = "15-1256"

    assert "These are pay figures of May 2020, by an older" in refusal(of_year(2020, tmp_path / "pay", change=mix))


def test_the_year_is_taken_from_the_name_of_the_zip(tmp_path):
    path = older(tmp_path, FORMS["2012"], "national_dl.xlsx")
    packed = zipped(tmp_path / "oesm12nat.zip", {"oesm12nat/national_dl.xlsx": path.read_bytes()})
    assert "These are pay figures of May 2012, by an older" in refusal(packed)


def test_an_older_file_beside_good_ones_is_named(tmp_path):
    folder = tmp_path / "pay"
    of_year(2024, folder)
    older(folder, FORMS["2008"])
    assert "national_M2008_dl.xlsx" in refusal(folder, approve=True)


@pytest.mark.parametrize("sheet", ["national_M2025_dl", "Sheet1"])
def test_pay_of_a_newer_year_under_other_names_is_not_called_older(sheet, tmp_path):
    path = older(tmp_path, FORMS["with spaces"], "national_M2025_dl.xlsx", sheet)
    message = refusal(path)
    assert "pay figures of May 2025, but the columns have other names than the publisher's" in message
    assert "“occ title”" in message
    assert "older classification" not in message


def test_one_header_of_today_that_changed_is_no_older_form(tmp_path):
    def rename(rows):
        rows[0][rows[0].index("O_GROUP")] = "OCC_GROUP"

    message = refusal(of_year(2024, tmp_path / "pay", change=rename))
    assert "There is no column “O_GROUP”; did the publisher rename it to “OCC_GROUP”?" in message


@pytest.mark.skipif(not CASES.is_dir(), reason=f"no cases in {CASES}")
def test_a_workbook_of_the_old_kind_is_read_far_enough_to_say_so():
    assert "pay figures of May 2008, by an older classification" in refusal(CASES / "09-older-pay-form")
