"""The staff page on which a release is looked at and decided about."""

import re
from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.urls import reverse

from careers import releases
from careers.models import Career, Pay, Release, ReleaseFile

from ..factories import (
    make_area_pay,
    make_career,
    make_industry_pay,
    make_occupation,
    make_onet_profile,
    make_pay,
    make_release,
)


@pytest.fixture
def career(db):
    return make_career(workers="testers", occupation=make_occupation(code="29-2072", title="Testers"))


@pytest.fixture
def live(career):
    release = make_release(period="May 2023", as_of=date(2023, 5, 31))
    make_pay(release=release, occupation=career.occupation, annual_median=48_000)
    return release


@pytest.fixture
def staged(career, live):
    """A release in which the career's pay jumps."""
    release = make_release(state="staged", loaded_by="importer")
    make_pay(release=release, occupation=career.occupation, annual_median=99_000, employment=10)
    return release


def address_of(release: Release) -> str:
    return reverse("admin:careers_release_review", args=[release.pk])


@pytest.fixture
def decide(editor, text_of):
    """Press a button of the page; the words of the page that follows."""

    def press(release: Release, decision: str, **values) -> str:
        return text_of(editor.post(address_of(release), {"decision": decision, "sure": "yes", **values}, follow=True))

    return press


@pytest.fixture
def salary(client, text_of, career):
    """The words of the career's page."""
    return lambda: text_of(client.get(career.get_absolute_url()))


def buttons(response) -> list[str]:
    return re.findall(r'<button[^>]+name="decision" value="(\w+)"', response.content.decode())


def state_of(release: Release) -> str:
    return Release.objects.get(pk=release.pk).state


def test_it_says_what_the_release_changes(editor, text_of, staged):
    make_pay(release=staged, occupation=make_occupation(code="29-2099", title="Newcomers"))
    text = text_of(editor.get(address_of(staged)))
    assert "Staged: waits for approval." in text
    assert "by importer" in text
    assert "Compared with Test release, May 2023" in text
    for words in ("Rows 2", "Added 1", "Gone 0", "Figures changed 2", "Outliers 1", "Codes that match no career 1"):
        assert words in text
    outlier = "29-2072 Testers Annual median 48,000 99,000 106.2% median pay by more than 20 percent"
    assert outlier in text
    assert "29-2099 Newcomers" in text


def test_the_first_release_of_a_data_set_has_nothing_beside_it(editor, text_of, live):
    text = text_of(editor.get(address_of(live)))
    assert "It is the first of its data set" in text
    assert "Outliers" not in text


def test_the_first_release_of_a_data_set_that_waits_would_be_its_first(editor, text_of):
    assert "It would be the first of its data set" in text_of(editor.get(address_of(make_release(state="staged"))))


def test_looking_at_it_changes_nothing(editor, staged):
    before = list(Release.objects.order_by("pk").values()), list(Pay.objects.order_by("pk").values())
    editor.get(address_of(staged), {"decision": "approve", "held": "1"})
    assert (list(Release.objects.order_by("pk").values()), list(Pay.objects.order_by("pk").values())) == before


def test_approving_shows_it_to_visitors_and_is_in_the_history(editor, decide, salary, staged, text_of):
    assert "Approved." in decide(staged, "approve")
    assert "is $99,000" in salary()
    staged.refresh_from_db()
    assert staged.decided_by == get_user_model().objects.get().username
    history = text_of(editor.get(reverse("admin:careers_release_history", args=[staged.pk])))
    assert "Approved." in history


@pytest.mark.parametrize(
    ("decision", "state", "button"),
    [
        ("approve", "staged", "Show it to visitors"),
        ("reject", "staged", "Reject it for good"),
        ("rollback", "live", "Hide it from visitors"),
    ],
)
def test_a_decision_asks_once_more_and_changes_nothing_before(editor, live, staged, decision, state, button):
    release = staged if state == "staged" else live
    row = Pay.objects.get(release=staged)
    asked = editor.post(address_of(release), {"decision": decision, "held": [row.pk]})
    assert asked.status_code == 200
    assert f">{button}</button>" in asked.content.decode()
    assert (state_of(staged), state_of(live)) == ("staged", "live")
    row.refresh_from_db()
    assert not row.held


def test_what_was_ticked_is_kept_through_the_question(editor, staged, salary):
    row = Pay.objects.get(release=staged)
    page = editor.post(address_of(staged), {"decision": "approve", "held": [row.pk]}).content.decode()
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.partition("<h1")[2])
    editor.post(address_of(staged), {"decision": "approve", **dict(fields)})
    assert state_of(staged) == "live"
    assert "is $48,000" in salary()


def test_a_release_that_lacks_much_is_approved_only_with_a_tick(editor, decide, staged, live):
    make_pay(release=live, occupation=make_occupation())
    asked = editor.post(address_of(staged), {"decision": "approve"}).content.decode()
    assert 'name="despite_losses"' in asked
    assert "has nothing for 1 of the 2 occupations" in decide(staged, "approve")
    assert state_of(staged) == "staged"
    decide(staged, "approve", despite_losses="on")
    assert state_of(staged) == "live"


def test_a_doubtful_figure_is_held_back_with_the_approval(decide, salary, staged):
    row = Pay.objects.get(release=staged)
    decide(staged, "approve", held=[row.pk])
    assert state_of(staged) == "live"
    assert "is $48,000" in salary()


def test_what_is_held_back_can_be_saved_and_let_go_before_approving(editor, decide, staged):
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
    releases.approve([staged], by="ada")
    row = Pay.objects.get(release=staged)
    assert 'name="held"' not in editor.get(address_of(staged)).content.decode()
    assert "Figures can be held back while a release is staged" in decide(staged, "hold", held=[row.pk])
    row.refresh_from_db()
    assert not row.held


def test_rejecting_deletes_it_for_good(editor, decide, salary, staged):
    assert "Rejected: visitors will never see it." in decide(staged, "reject")
    assert not Pay.objects.filter(release=staged).exists()
    assert "is $48,000" in salary()
    response = editor.get(address_of(staged))
    assert buttons(response) == []
    assert "Nothing is left to decide." in response.content.decode()


def test_rolling_back_brings_the_figures_before_back(decide, salary, staged):
    releases.approve([staged], by="ada")
    assert "Rolled back. Visitors see Test release, May 2023." in decide(staged, "rollback")
    assert "is $48,000" in salary()


def test_rolling_back_the_only_release_says_that_nothing_is_left(decide, live):
    assert "Rolled back. Visitors see no other release." in decide(live, "rollback")


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        ("staged", ["approve", "reject"]),
        ("live", ["rollback"]),
        ("superseded", ["rollback"]),
        ("rolled-back", ["approve"]),
        ("rejected", []),
        ("replaced", []),
        ("loading", []),
    ],
)
def test_only_what_can_be_done_is_offered_and_anything_else_is_refused_in_words(editor, decide, state, offered):
    release = make_release(state=state)
    assert buttons(editor.get(address_of(release))) == offered
    for decision in {"approve", "reject", "rollback"} - set(offered):
        assert "only a" in decide(release, decision)
        assert state_of(release) == state


@pytest.mark.parametrize("values", [{}, {"decision": ""}, {"decision": "publish"}, {"decision": "approve\0"}])
def test_an_unknown_decision_decides_nothing(editor, text_of, staged, values):
    text = text_of(editor.post(address_of(staged), values, follow=True))
    assert "Choose what to do with the release." in text
    assert state_of(staged) == "staged"


def test_an_onet_release_can_publish_the_careers_that_it_brings(editor, decide):
    release = make_release("onet", state="staged")
    make_onet_profile(release=release, code="11-1011.00", title="Chiefs")
    assert "and publish the careers" in editor.get(address_of(release)).content.decode()
    assert "Careers: 1 drafted, 1 published." in decide(release, "approve", publish="on")
    assert Career.objects.published().get().title == "Chiefs"


def test_a_release_without_rows_that_can_be_held_offers_no_holding(editor, decide):
    release = make_release("onet", state="staged")
    assert "hold" not in buttons(editor.get(address_of(release)))
    decide(release, "hold", held=["1"])
    assert state_of(release) == "staged"


def test_what_is_held_and_left_without_figures_is_shown_of_a_decided_release(editor, text_of, decide, staged, career):
    left = make_career(title="Forgotten", occupation=make_occupation())
    make_pay(release=Release.objects.get(period="May 2023"), occupation=left.occupation)
    decide(staged, "approve", held=[Pay.objects.get(release=staged).pk], despite_losses="on")
    text = text_of(editor.get(address_of(staged)))
    assert "Careers left without figures 0 Careers that keep older figures 1" in text
    assert "Careers that keep older figures: 1 Forgotten May 2023" in text
    assert "Held 29-2072 Testers" in text


def test_careers_that_are_left_without_anything_are_folded_away(editor, live):
    correction = make_release(period=live.period, as_of=live.as_of, state="staged")
    make_pay(release=correction, occupation=make_occupation())
    html = editor.get(address_of(correction)).content.decode()
    assert re.search(r'<details><summary>Careers left without figures: 1</summary>\s*<ul><li><a href="[^"]+">', html)


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
def test_a_figure_that_is_held_can_be_let_go_in_every_state(editor, decide, live, career, state):
    release = live if state == "live" else make_release(state=state)
    row = make_pay(release=release, occupation=make_occupation(title="Doubted"), annual_median=50_000, held=True)
    html = editor.get(address_of(release)).content.decode()
    assert f'name="let_go" value="{row.pk}"' in html
    assert "Doubted" in html
    assert "1 figure held back no longer." in decide(release, "let-go", let_go=[row.pk])
    row.refresh_from_db()
    assert not row.held
    assert "let_go" not in editor.get(address_of(release)).content.decode()


def test_a_figure_that_is_let_go_is_on_the_page_in_lists_and_in_the_log(client, decide, salary, staged, career):
    row = Pay.objects.get(release=staged)
    decide(staged, "approve", held=[row.pk])
    decide(staged, "let-go", let_go=[row.pk])
    assert "is $99,000" in salary()
    assert "$99,000" in client.get("/careers/").content.decode()
    assert (
        career.changes.get().text == "Median pay of May 2024 is $99,000 a year, up 106.2%, after $48,000 in May 2023."
    )


@pytest.mark.parametrize("data_set", ["oews-state", "oews-industry"])
def test_pay_by_area_and_industry_can_be_let_go_too(client, text_of, decide, salary, career, data_set):
    release = make_release(data_set)
    make = make_area_pay if data_set == "oews-state" else make_industry_pay
    row = make(release=release, occupation=career.occupation, annual_median=77_000, held=True)
    assert "$77,000" not in salary()
    decide(release, "let-go", let_go=[row.pk])
    assert "$77,000" in salary()


def test_only_figures_of_this_release_are_let_go(decide, live):
    other = make_pay(release=make_release(state="superseded"), occupation=make_occupation(), held=True)
    assert "0 figures held back no longer." in decide(live, "let-go", let_go=[other.pk, "", "x", "²", str(10**30)])
    other.refresh_from_db()
    assert other.held


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
    assert "but for 1 figure held back." in text_of(asked)
    assert "29-2072 Testers" in text_of(asked)
    crumbs = asked.content.decode().partition('<div class="breadcrumbs">')[2].partition("</div>")[0]
    assert address_of(staged) in crumbs
    assert reverse("admin:careers_release_change", args=[staged.pk]) in crumbs


def test_the_list_has_what_waits_first_with_numbers_labels_and_short_states(editor, text_of, live):
    waiting = make_release("soc", state="staged", period="2018", label="v1")
    html = editor.get(reverse("admin:careers_release_changelist")).content.decode()
    rows = re.findall(r'(?s)<tr>(<td class="action-checkbox".*?)</tr>', html) or re.findall(
        r'(?s)<tr>(<th class="field-title".*?)</tr>', html
    )
    assert f'<td class="field-number">{waiting.pk}</td>' in rows[0]
    assert '<td class="field-period_and_label">2018 (v1)</td>' in rows[0]
    assert '<td class="field-short_state">Staged</td>' in rows[0]
    assert '<td class="field-short_state">Live</td>' in rows[1]


def test_what_the_files_of_a_release_say_is_not_edited(editor, live):
    address = reverse("admin:careers_release_change", args=[live.pk])
    fields = {"data_set", "period", "as_of", "attribution", "top_code_annual", "top_code_hourly"}

    def editable() -> set[str]:
        return fields & set(re.findall(r'name="(\w+)"', editor.get(address).content.decode()))

    assert editable() == fields
    ReleaseFile.objects.create(release=live, name="national.xlsx", sha256="0" * 64, size=1)
    assert editable() == set()


def test_long_lists_are_cut_and_say_so(editor, text_of, live, staged):
    for index in range(201):
        make_pay(release=staged, occupation=make_occupation(code=f"15-{1001 + index}"))
    text = text_of(editor.get(address_of(staged)))
    added = text.partition("Added: 201")[2].partition("Codes that match no career:")[0]
    assert "15-1200 " in added
    assert "15-1201 " not in added
    assert "The first 200." in added


@pytest.mark.parametrize("codename", [None, "view_release"])
def test_staff_without_the_permission_to_change_releases_decide_nothing(client, staged, codename):
    user = get_user_model().objects.create_user("reader", is_staff=True)
    if codename:
        user.user_permissions.add(Permission.objects.get(codename=codename))
    client.force_login(user)
    assert client.get(address_of(staged)).status_code == 403
    assert client.post(address_of(staged), {"decision": "approve"}).status_code == 403
    assert state_of(staged) == "staged"


def test_visitors_are_led_to_the_login(client, staged):
    response = client.post(address_of(staged), {"decision": "approve"})
    assert response.url == f"/admin/login/?next={address_of(staged)}"
    assert state_of(staged) == "staged"


def test_a_release_that_is_not_there_or_not_compared_is_not_found(editor):
    directory = make_release("ipeds-directory")
    assert editor.get(address_of(directory)).status_code == 404
    assert editor.get("/admin/careers/release/999999/review/").status_code == 404


def test_each_release_leads_to_its_review_where_it_has_one(editor, staged):
    directory = make_release("ipeds-directory")
    pages = [reverse("admin:careers_release_changelist")]
    pages += [reverse("admin:careers_release_change", args=[release.pk]) for release in (staged, directory)]
    html = "".join(editor.get(page).content.decode() for page in pages)
    assert html.count(f'href="{address_of(staged)}"') == 2
    assert f'href="{address_of(directory)}"' not in html


def test_a_release_cannot_be_deleted_by_hand(editor, staged):
    assert editor.post(reverse("admin:careers_release_delete", args=[staged.pk]), {"post": "yes"}).status_code == 403
    assert state_of(staged) == "staged"
