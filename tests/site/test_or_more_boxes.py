"""Staff tick which figures of a row were published only as “or more”."""

import pytest

from careers.models import IndustryPay, Pay

from ..factories import make_industry_pay, make_occupation, make_pay, make_release, make_staff
from .form_reader import form_values

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(client):
    """Opens an occupation's form and sends it back with some fields changed."""
    client.force_login(make_staff())

    def send(occupation, **changes):
        address = f"/admin/careers/occupation/{occupation.pk}/change/"
        values = form_values(client.get(address)) | {name.replace("__", "-"): value for name, value in changes.items()}
        return client.post(address, values)

    return send


def own(data_set: str):
    return make_release(data_set, origin="own", title="Pay in our county", publisher="County Board")


def test_ticked_figures_read_or_more(form):
    occupation = make_occupation()
    make_pay(release=own("oews-national"), occupation=occupation, annual_median=300_000, annual_p90=400_000)
    make_industry_pay(release=own("oews-industry"), occupation=occupation, annual_median=310_000)
    answer = form(
        occupation, **{"pay_rows-0-top_coded": ["annual_p90"], "industrypay_rows-0-top_coded": ["annual_median"]}
    )
    assert answer.status_code == 302
    pay = Pay.objects.get()
    assert [str(pay.amount(name)) for name in ("annual_median", "annual_p90")] == ["$300,000", "$400,000 or more"]
    assert str(IndustryPay.objects.get().amount("annual_median")) == "$310,000 or more"


def test_a_form_that_nobody_touched_keeps_what_is_ticked(form):
    occupation = make_occupation()
    make_pay(release=own("oews-national"), occupation=occupation, annual_p90=400_000, top_coded="annual_p90")
    assert form(occupation, **{"pay_rows-0-employment": "10"}).status_code == 302
    assert Pay.objects.get().top_coded == "annual_p90"


def test_a_tick_beside_an_empty_figure_is_refused_in_words(form):
    occupation = make_occupation()
    make_pay(release=own("oews-national"), occupation=occupation, annual_median=50_000)
    answer = form(occupation, **{"pay_rows-0-top_coded": ["hourly_p90"]})
    assert "The hourly 90th percentile is marked “or more”, but has no figure." in answer.content.decode()
    assert Pay.objects.get().top_coded == ""
