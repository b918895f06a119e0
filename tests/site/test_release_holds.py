"""Figures that staff doubt: held back in the review of a release, and held no longer when the doubt is over."""

import re

import pytest
from django.urls import reverse

from careers.models import Pay, Release
from careers.releases import lifecycle

from ..factories import make_area_pay, make_industry_pay, make_occupation, make_pay, make_release


def address_of(release: Release) -> str:
    return reverse("admin:careers_release_review", args=[release.pk])


def state_of(release: Release) -> str:
    return Release.objects.get(pk=release.pk).state


def test_what_was_ticked_is_kept_through_the_question(editor, staged, salary):
    row = Pay.objects.get(release=staged)
    page = editor.post(address_of(staged), {"decision": "approve", "held": [row.pk]}).content.decode()
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.partition("<h1")[2])
    editor.post(address_of(staged), {"decision": "approve", **dict(fields)})
    assert state_of(staged) == "live"
    assert "is $48,000" in salary()


def test_a_doubtful_figure_is_held_back_with_the_approval(decide, salary, staged):
    row = Pay.objects.get(release=staged)
    decide(staged, "approve", held=[row.pk])
    assert state_of(staged) == "live"
    assert "is $48,000" in salary()


def test_what_is_held_back_can_be_saved_and_held_no_longer_before_approving(editor, decide, staged):
    row = Pay.objects.get(release=staged)
    assert "1 figure held back." in decide(staged, "hold", held=[row.pk])
    row.refresh_from_db()
    assert (row.held, state_of(staged)) == (True, "staged")
    assert re.search(rf'value="{row.pk}"[^>]* checked>', editor.get(address_of(staged)).content.decode())
    assert "0 figures held back." in decide(staged, "hold")
    row.refresh_from_db()
    assert not row.held


def test_only_outliers_of_this_release_can_be_held_back(decide, staged, live):
    calm = make_pay(release=staged, occupation=make_occupation(), annual_median=50_000)
    other = Pay.objects.get(release=live)
    decide(staged, "hold", held=[calm.pk, other.pk, "", "x", "²", "-1", str(10**30)])
    assert not Pay.objects.filter(held=True).exists()


def test_a_row_with_two_outliers_is_ticked_once(editor, staged, live, career):
    Pay.objects.filter(release=live).update(employment=1_000)
    html = editor.get(address_of(staged)).content.decode()
    assert html.count("median pay by more than 20 percent") == html.count("employment halved or doubled") == 1
    assert html.count('name="held"') == 1


def test_nothing_can_be_held_back_any_more_once_it_is_live(editor, decide, staged):
    lifecycle.approve([staged], by="ada")
    row = Pay.objects.get(release=staged)
    assert 'name="held"' not in editor.get(address_of(staged)).content.decode()
    assert "Figures can be held back while a release is staged" in decide(staged, "hold", held=[row.pk])
    row.refresh_from_db()
    assert not row.held


def test_every_outlier_can_be_reached_and_held(editor, decide, staged, live):
    for _ in range(205):
        occupation = make_occupation()
        make_pay(release=live, occupation=occupation, annual_median=50_000)
        make_pay(release=staged, occupation=occupation, annual_median=99_000)
    first, second = (editor.get(address_of(staged), {"page": page}).content.decode() for page in (1, 2))
    boxes = [re.findall(r'name="held" value="(\d+)"', html) for html in (first, second)]
    assert [len(page) for page in boxes] == [200, 6]
    assert 'href="?page=2"' in first
    editor.post(address_of(staged), {"decision": "hold", "held": boxes[0][0]})
    editor.post(f"{address_of(staged)}?page=2", {"decision": "hold", "held": boxes[1][0]})
    assert set(Pay.objects.filter(held=True).values_list("pk", flat=True)) == {int(boxes[0][0]), int(boxes[1][0])}


@pytest.mark.parametrize("state", ["live", "superseded", "staged", "rolled-back"])
def test_staff_can_stop_holding_a_figure_back_in_every_state(editor, decide, live, career, state):
    release = live if state == "live" else make_release(state=state)
    row = make_pay(release=release, occupation=make_occupation(title="Doubted"), annual_median=50_000, held=True)
    html = editor.get(address_of(release)).content.decode()
    assert f'name="stop_holding" value="{row.pk}"' in html
    assert "Doubted" in html
    assert "1 figure no longer held back." in decide(release, "stop-holding", stop_holding=[row.pk])
    row.refresh_from_db()
    assert not row.held
    assert "stop_holding" not in editor.get(address_of(release)).content.decode()


def test_a_figure_held_no_longer_is_on_the_page_in_lists_and_in_the_log(client, decide, salary, staged, career):
    row = Pay.objects.get(release=staged)
    decide(staged, "approve", held=[row.pk])
    decide(staged, "stop-holding", stop_holding=[row.pk])
    assert "is $99,000" in salary()
    assert "$99,000" in client.get("/careers/").content.decode()
    assert (
        career.changes.get().text == "Median pay of May 2024 is $99,000 a year, up 106.2%, after $48,000 in May 2023."
    )


@pytest.mark.parametrize("data_set", ["oews-state", "oews-industry"])
def test_pay_by_area_and_industry_can_be_held_no_longer_too(client, text_of, decide, salary, career, data_set):
    release = make_release(data_set)
    make = make_area_pay if data_set == "oews-state" else make_industry_pay
    row = make(release=release, occupation=career.occupation, annual_median=77_000, held=True)
    assert "$77,000" not in salary()
    decide(release, "stop-holding", stop_holding=[row.pk])
    assert "$77,000" in salary()


def test_only_figures_of_this_release_are_held_no_longer(decide, live):
    other = make_pay(release=make_release(state="superseded"), occupation=make_occupation(), held=True)
    assert "None of the figures that you selected" in decide(
        live, "stop-holding", stop_holding=[other.pk, "", "x", "²", str(10**30)]
    )
    other.refresh_from_db()
    assert other.held


@pytest.mark.parametrize("data_set", ["onet", "soc"])
def test_of_what_cannot_be_held_nothing_is_held_no_longer(decide, data_set):
    assert "None of the figures that you selected" in decide(make_release(data_set), "stop-holding", stop_holding=["1"])


@pytest.mark.parametrize(
    ("data_set", "words"),
    [
        ("oews-national", "visitors see the last figure before it"),
        ("oews-industry", "visitors see the table of industries without it"),
        ("oews-state", "visitors see that the area's figure is held back"),
    ],
)
def test_what_visitors_see_instead_is_said_for_each_data_set(editor, text_of, data_set, words):
    release = make_release(data_set)
    make = {"oews-national": make_pay, "oews-industry": make_industry_pay, "oews-state": make_area_pay}[data_set]
    make(release=release, occupation=make_occupation(), held=True)
    assert words in text_of(editor.get(address_of(release)))


def test_the_question_leads_back_and_names_what_is_held(editor, text_of, staged):
    row = Pay.objects.get(release=staged)
    asked = editor.post(address_of(staged), {"decision": "approve", "held": [row.pk]})
    assert "but for 1 figure held back:" in text_of(asked)
    assert "29-2072 Testers" in text_of(asked)
    crumbs = asked.content.decode().partition('<div class="breadcrumbs">')[2].partition("</div>")[0]
    assert address_of(staged) in crumbs
    assert reverse("admin:careers_release_change", args=[staged.pk]) in crumbs


def test_what_somebody_else_stopped_holding_is_not_said_again(decide, staged):
    staged.pay_rows.update(held=True)
    row = staged.pay_rows.get().pk
    assert "1 figure no longer held back." in decide(staged, "stop-holding", stop_holding=[row])
    for ticked in ([row], [], ["nonsense"]):
        words = decide(staged, "stop-holding", stop_holding=ticked)
        assert "None of the figures that you selected is still held back." in words
        assert "0 figures" not in words
