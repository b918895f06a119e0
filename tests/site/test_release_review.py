"""The staff page on which a release is looked at and decided about."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.urls import reverse

from careers.data_sets import TEXT
from careers.models import Career, Pay, Release, ReleaseFile
from careers.models.data_sets import register
from careers.models.usual_sizes import Usual
from careers.releases import lifecycle

from ..factories import (
    make_career,
    make_occupation,
    make_onet_profile,
    make_pay,
    make_release,
    onet_data,
)


def address_of(release: Release) -> str:
    return reverse("admin:careers_release_review", args=[release.pk])


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
    outlier = "29-2072 Testers Annual median $48,000 $99,000 106.2% median pay by more than 20 percent"
    assert outlier in text
    assert "29-2099 Newcomers" in text


def test_a_release_that_covers_a_part_says_that_the_rest_stays(editor, text_of, live):
    """Of the same period, with a fraction of it: it stands beside the whole."""
    lost = make_career(title="Beekeeper", occupation=make_occupation(code="45-2093"))
    for occupation in (lost.occupation, make_occupation(code="11-1011"), make_occupation(code="11-1021")):
        make_pay(release=live, occupation=occupation)
    part = make_release(period=live.period, as_of=live.as_of, data_set=live.data_set, state="staged")
    make_pay(release=part, occupation=live.pay_rows.first().occupation, annual_median=50_000)
    text = text_of(editor.get(address_of(part)))
    assert f"It covers only a part. Visitors would see it beside {live}, whose other figures stay." in text
    assert "Not in it, shown as before 3" in text
    assert "Gone" not in text
    assert "Careers left without figures 0" in text
    asked = text_of(editor.post(address_of(part), {"decision": "approve"}))
    assert f"It covers only a part, and stands beside {live}: for the 3 of 4 occupations that it lacks" in asked
    assert "It is meant to cover only a part." in asked
    editor.post(address_of(part), {"decision": "approve", "sure": "yes", "despite_losses": "on"})
    text = text_of(editor.get(address_of(part)))
    assert "Visitors see it beside" in text
    assert "Gone" not in text
    asked = text_of(editor.post(address_of(part), {"decision": "rollback"}))
    assert f"Visitors will see {live} alone again." in asked


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


def test_a_release_that_lacks_much_is_approved_only_with_a_tick(editor, decide, staged, live):
    make_pay(release=live, occupation=make_occupation())
    asked = editor.post(address_of(staged), {"decision": "approve"}).content.decode()
    assert 'name="despite_losses"' in asked
    assert "has nothing for 1 of the 2 occupations" in decide(staged, "approve")
    assert state_of(staged) == "staged"
    decide(staged, "approve", despite_losses="on")
    assert state_of(staged) == "live"


def test_a_release_that_lacks_a_part_of_the_text_is_approved_only_with_a_tick(editor, decide):
    for year, state, skills in ((2024, "live", [["Speaking", 4.0, ""]]), (2025, "staged", [])):
        release = make_release("onet", state=state, period=f"May {year}", as_of=date(year, 5, 31))
        make_onet_profile(release=release, code="11-1011.00", data=onet_data(skills=skills))
    asked = editor.post(address_of(release), {"decision": "approve"}).content.decode()
    assert "Skills for 1 of 1 occupations" in asked
    assert "Skills for 1 of 1 occupations" in decide(release, "approve")
    assert state_of(release) == "staged"
    decide(release, "approve", despite_losses="on")
    assert state_of(release) == "live"


@pytest.fixture
def usual_skills():
    register(replace(TEXT, usual=[Usual("Skills", 1, "occupations")]))


LACKS_SKILLS = "lacks much that such releases usually have: no Skills."


@pytest.mark.parametrize("state", ["staged", "rolled-back"])
def test_a_first_release_that_lacks_what_is_usual_says_so_and_is_approved_only_with_a_tick(
    editor, decide, text_of, usual_skills, state
):
    release = make_release("onet", state=state)
    make_onet_profile(release=release, code="11-1011.00", data=onet_data(skills=[]))
    assert LACKS_SKILLS in text_of(editor.get(address_of(release)))
    asked = editor.post(address_of(release), {"decision": "approve"})
    assert LACKS_SKILLS in text_of(asked)
    assert 'name="despite_losses" required' in asked.content.decode()
    assert LACKS_SKILLS in decide(release, "approve")
    assert state_of(release) == state
    decide(release, "approve", despite_losses="on")
    assert state_of(release) == "live"
    assert LACKS_SKILLS in text_of(editor.get(address_of(release)))


def test_rolling_back_onto_a_release_that_lacks_what_is_usual_needs_a_tick(editor, decide, text_of, usual_skills):
    made = {}
    for year, state, skills in ((2023, "superseded", []), (2024, "live", [["Speaking", 4.0, ""]])):
        made[state] = make_release("onet", state=state, period=f"May {year}", as_of=date(year, 5, 31))
        make_onet_profile(release=made[state], code="11-1011.00", data=onet_data(skills=skills))
    asked = editor.post(address_of(made["live"]), {"decision": "rollback"})
    assert LACKS_SKILLS in text_of(asked).replace("It also", "")
    assert "Show it again anyway." in text_of(asked)
    assert 'name="despite_losses" required' in asked.content.decode()
    assert "roll back despite the losses" in decide(made["live"], "rollback")
    assert [state_of(one) for one in made.values()] == ["superseded", "live"]
    assert "Rolled back." in decide(made["live"], "rollback", despite_losses="on")
    assert [state_of(one) for one in made.values()] == ["live", "rolled-back"]


def test_what_the_release_before_has_less_of_is_said_before_a_rollback_and_needs_no_tick(editor, decide, text_of, live):
    Release.objects.filter(pk=live.pk).update(state="superseded")
    newest = make_release()
    for row in (*live.pay_rows.all(), None):
        make_pay(release=newest, occupation=row.occupation if row else make_occupation())
    asked = editor.post(address_of(newest), {"decision": "rollback"})
    assert f"has nothing for 1 of the 2 occupations that release {newest.pk}" in text_of(asked)
    assert "despite_losses" not in asked.content.decode()
    assert "Rolled back." in decide(newest, "rollback")


def test_rejecting_deletes_it_for_good(editor, decide, salary, staged):
    assert "Rejected: visitors will never see it." in decide(staged, "reject")
    assert not Pay.objects.filter(release=staged).exists()
    assert "is $48,000" in salary()
    response = editor.get(address_of(staged))
    assert buttons(response) == []
    assert "Nothing is left to decide." in response.content.decode()


def test_rolling_back_brings_the_figures_before_back(decide, salary, staged):
    lifecycle.approve([staged], by="ada")
    assert "Rolled back. Visitors see Test release, May 2023." in decide(staged, "rollback")
    assert "is $48,000" in salary()


def test_rolling_back_the_only_release_says_that_nothing_is_left(decide, live):
    assert "Rolled back. Visitors see no other release." in decide(live, "rollback")


@pytest.mark.parametrize(
    ("with_own_text", "words"),
    [
        (0, "2 published careers have no other text , neither the editors' nor that release's: they go off the site"),
        (1, "1 published career has no other text , neither the editors' nor that release's: it goes off the site"),
        (2, ""),
    ],
)
def test_the_question_counts_the_careers_that_a_rollback_takes_off_the_site(editor, text_of, with_own_text, words):
    release = make_release("onet")
    for number in range(3):
        summary = "Leads people." if number < with_own_text else ""
        make_career(onet_code=f"11-101{number}.00", from_onet=True, summary=summary)
    kept = make_release("onet", state="superseded", period="May 2023", as_of=date(2023, 5, 31), title="Kept")
    make_onet_profile(release=kept, code="11-1012.00")
    make_onet_profile(release=release, code="11-1012.00")
    text = text_of(editor.post(address_of(release), {"decision": "rollback"}))
    assert "Visitors will see Kept, May 2023 in its place." in text
    assert words in text
    assert ("off the site" in text) == bool(words)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("live", "There is no earlier release: visitors will see nothing in its place."),
        ("superseded", "Visitors will no longer see it among the earlier releases."),
    ],
)
def test_the_question_says_what_visitors_see_after_a_rollback(editor, text_of, state, words):
    assert words in text_of(editor.post(address_of(make_release(state=state)), {"decision": "rollback"}))


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
    assert Career.objects.published().get().title == "Chief"


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


def test_the_list_has_what_waits_first_with_numbers_labels_and_short_states(editor, text_of, live):
    waiting = make_release("soc", state="staged", period="2018", label="v1")
    html = editor.get(reverse("admin:careers_release_changelist")).content.decode()
    rows = re.findall(r'(?s)<tr>(<td class="action-checkbox".*?)</tr>', html) or re.findall(
        r'(?s)<tr>(<th class="field-data_set".*?)</tr>', html
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


@pytest.mark.parametrize("codename", [None, "view_release", "change_release"])
def test_staff_without_the_permission_to_approve_releases_decide_nothing(client, staged, codename):
    user = get_user_model().objects.create_user("reader", is_staff=True)
    if codename:
        user.user_permissions.add(Permission.objects.get(codename=codename))
    client.force_login(user)
    response = client.get(address_of(staged))
    assert response.status_code == (200 if codename else 403)
    assert buttons(response) == []
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
