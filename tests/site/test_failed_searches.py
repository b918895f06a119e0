"""Searches that found nothing are counted for staff, who make them find something."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from careers.models import FailedSearch, Synonym, Title
from careers.search import failed_searches, search

from ..factories import make_career

SEE = "Say what it should find"
LIST = "/admin/careers/failedsearch/"


@pytest.fixture
def police(db):
    return make_career(title="Police Officer", slug="police-officer")


@pytest.fixture
def in_vain(police, visitor):
    """What a visitor searched for without finding anything."""

    def searched(words: str) -> FailedSearch | None:
        visitor.get("/careers/", {"q": words})
        return FailedSearch.objects.filter(words=words).first()

    return searched


def answer(browser, failed_search: FailedSearch, **values):
    return browser.post(f"{LIST}{failed_search.pk}/answer/", values)


def found(words: str) -> list[int]:
    return [hit.career_id for hit in search(words).hits]


def test_each_search_in_vain_is_counted_without_a_trace_of_who_searched(in_vain):
    in_vain("bobby on the beat")
    failed_search = in_vain("bobby on the beat")
    assert failed_search.times == 2
    assert {field.name for field in FailedSearch._meta.fields} == {
        "id",
        "words",
        "found",
        "times",
        "first_at",
        "last_at",
    }


@pytest.mark.parametrize("words", ["police officer", "   ", '"', "someone@example.org", "555 010 9999"])
def test_what_was_found_or_is_no_search_for_work_is_not_counted(in_vain, words):
    in_vain(words)
    assert not FailedSearch.objects.exists()


def test_the_list_tells_weak_matches_from_nothing(editor, in_vain, text_of):
    in_vain("police zebra")
    in_vain("gendarme")
    assert FailedSearch.objects.get(words="police zebra").found == "weak"
    assert "police zebra See the search Only weak matches" in text_of(editor.get(LIST))
    assert "gendarme See the search Nothing" in text_of(editor.get(LIST))


def test_further_pages_and_filters_of_the_same_words_are_no_further_search(visitor, in_vain):
    failed_search = in_vain("police zebra")
    visitor.get("/careers/", {"q": "police zebra", "page": "2"})
    visitor.get("/careers/", {"q": "police zebra", "pay": "150000"})
    failed_search.refresh_from_db()
    assert failed_search.times == 1


def test_weak_matches_leave_room_for_what_finds_nothing(in_vain, monkeypatch):
    monkeypatch.setattr(failed_searches, "MOST_KEPT", 2)
    monkeypatch.setattr(failed_searches, "MOST_WEAK_KEPT", 1)
    assert in_vain("police zebra")
    assert not in_vain("police violin")
    assert in_vain("gendarme")


def test_filters_that_leave_nothing_are_no_failed_search_of_the_words(visitor, police):
    visitor.get("/careers/", {"q": "police officer", "pay": "150000"})
    assert not FailedSearch.objects.exists()


def test_the_words_become_a_hidden_title_that_is_found_and_never_shown(editor, in_vain, police):
    failed_search = in_vain("bobby on the beat")
    response = answer(editor, failed_search, career=police.pk, title="yes")
    assert response.status_code == 302
    assert found("bobby on the beat") == [police.pk]
    assert "bobby" not in editor.get("/careers/police-officer/").content.decode().lower()
    assert "bobby on the beat</" not in editor.get("/careers/?q=bobby").content.decode().lower()
    assert not FailedSearch.objects.exists()


def test_the_words_become_a_synonym(editor, in_vain, police):
    failed_search = in_vain("gendarme")
    answer(editor, failed_search, term="gendarme", means="police officer", synonym="yes")
    assert Synonym.objects.get(term="gendarme").means == "police officer"
    assert found("gendarme") == [police.pk]
    assert not FailedSearch.objects.exists()


def test_a_part_of_long_words_becomes_a_synonym(editor, in_vain, police):
    failed_search = in_vain("what does a gendarme earn after twenty years of hard service")
    answer(editor, failed_search, term="gendarme", means="police officer", synonym="yes")
    assert Synonym.objects.get(term="gendarme").means == "police officer"
    assert not FailedSearch.objects.exists()


LONG = " ".join(["gendarme"] * 10)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"title": "yes"}, "Choose the career that the words should find."),
        ({"title": "yes", "career": "draft"}, "Choose a published career. Visitors only find those."),
        ({"synonym": "yes", "term": "gendarme"}, "Write the words that titles use."),
        ({"synonym": "yes", "term": "gendarme", "means": "zookeeper"}, "Searches for “zookeeper” find nothing."),
        ({"synonym": "yes", "term": "bobby", "means": "police officer"}, "Searches for “gendarme” would not find what"),
        ({"synonym": "yes", "term": "the gendarme who keeps good order", "means": "police"}, "at most four words"),
        ({"synonym": "yes", "term": LONG, "means": "police officer"}, "at most 80 characters"),
        ({"synonym": "yes", "term": "rn", "means": "registered nurses"}, "A search knows this already"),
    ],
)
def test_an_answer_that_would_change_nothing_is_refused_in_words(editor, in_vain, text_of, police, values, message):
    Synonym.objects.all().delete()
    Synonym.objects.create(term="RN", means="registered nurse")
    draft = make_career(title="Gendarme of Tomorrow", slug="gendarme", status="draft")
    failed_search = in_vain("gendarme")
    response = answer(editor, failed_search, **values | ({"career": draft.pk} if "career" in values else {}))
    assert message in text_of(response)
    for typed in (values.get("term", ""), values.get("means", "")):
        assert f'value="{typed}"' in response.content.decode() or not typed
    assert FailedSearch.objects.filter(pk=failed_search.pk).exists()
    assert Synonym.objects.count() == 1
    assert not Title.objects.exists()
    assert not found("gendarme")


def test_a_title_by_which_the_career_is_not_found_is_not_kept(editor, in_vain, police, text_of, monkeypatch):
    failed_search = in_vain("gendarme")
    monkeypatch.setattr("careers.denormalized.index.refresh", lambda careers=None: 0)
    response = answer(editor, failed_search, career=police.pk, title="yes")
    assert "Searches for “gendarme” would not find Police Officer even so." in text_of(response)
    assert FailedSearch.objects.exists()
    assert not Title.objects.exists()


BUTTON = re.compile(r'<button [^>]*formaction="([^"]+)" name="career" value="(\d+)">([^<]+)</button>')


def test_one_click_in_the_list_adds_the_words_to_the_nearest_career(editor, in_vain, police, text_of):
    in_vain("officership")
    [(address, career, label)] = BUTTON.findall(editor.get(LIST).content.decode())
    assert label == "Police Officer"
    response = editor.post(address, {"career": career, "action": "", "_selected_action": []}, follow=True)
    assert "People who search for “officership” now find Police Officer." in text_of(response)
    assert found("officership") == [police.pk]
    assert Title.objects.get(career=police).hidden


def test_the_nearest_careers_are_what_the_words_find_weakly(editor, in_vain, police):
    in_vain("police zebra")
    assert [label for _, _, label in BUTTON.findall(editor.get(LIST).content.decode())] == ["Police Officer"]


def test_words_like_no_title_have_no_nearest_career(editor, in_vain, text_of):
    failed_search = in_vain("gendarme")
    assert not BUTTON.findall(editor.get(LIST).content.decode())
    assert "nearest" not in text_of(editor.get(f"{LIST}{failed_search.pk}/answer/"))


def test_the_field_offers_published_careers_as_somebody_types(editor, in_vain, police):
    make_career(title="Police Diver", slug="police-diver", status="draft")
    page = editor.get(f"{LIST}{in_vain('gendarme').pk}/answer/").content.decode()
    assert f'data-ajax--url="{LIST}careers/"' in page
    assert "Police Officer" not in page
    asked = {"term": "police", "app_label": "careers", "model_name": "title", "field_name": "career"}
    offered = editor.get(f"{LIST}careers/", asked).json()["results"]
    assert offered == [{"id": str(police.pk), "text": "Police Officer"}]


def test_words_that_find_something_by_now_are_shown_so_once_and_are_gone(editor, in_vain, police, text_of):
    failed_search = in_vain("gendarme")
    Title.objects.create(career=police, name="Gendarme")
    text = text_of(editor.get(LIST))
    assert "gendarme See the search Found now: Police Officer." in text
    assert SEE not in text
    assert "gendarme" not in text_of(editor.get(LIST))
    response = editor.get(f"{LIST}{failed_search.pk}/answer/", follow=True)
    assert "These words are no longer on the list" in text_of(response)


def test_opening_a_search_from_the_list_does_not_count_it(editor, in_vain, text_of):
    failed_search = in_vain("gendarme")
    [address] = re.findall(r'<a href="([^"]+)">See the search', editor.get(LIST).content.decode())
    assert "Nothing found for" in text_of(editor.get(address.replace("&amp;", "&")))
    failed_search.refresh_from_db()
    assert failed_search.times == 1


def test_the_list_says_what_it_is_and_when_nothing_is_left_to_do(editor, in_vain, text_of):
    page = editor.get(LIST)
    assert "<h1>Searches that found nothing</h1>" in page.content.decode()
    assert "Nothing to do: every search in the last 90 days found a good match." in text_of(page)
    in_vain("gendarme")
    assert "Nothing to do" not in text_of(editor.get(LIST))
    assert "None of the 1 searches on the list match this." in text_of(editor.get(f"{LIST}?q=dragon"))


def test_each_row_of_the_list_costs_a_few_queries(editor, in_vain, django_assert_max_num_queries):
    for words in ("officership", "officerdom", "policelike", "gendarme"):
        in_vain(words)
    with django_assert_max_num_queries(20 + 4 * 16):
        editor.get(LIST)


def test_a_draft_is_started_with_the_words_as_its_title(editor, in_vain):
    in_vain("dragon tamer")
    page = editor.get(LIST).content.decode()
    assert "/admin/careers/career/add/?title=Dragon+tamer&amp;slug=dragon-tamer" in page
    form = editor.get("/admin/careers/career/add/?title=Dragon+tamer&slug=dragon-tamer").content.decode()
    assert 'value="Dragon tamer"' in form


def test_words_stay_on_the_list_until_their_draft_is_published(editor, in_vain, text_of):
    in_vain("dragon tamer")
    career = make_career(title="Dragon tamer", slug="dragon-tamer", status="draft")
    assert "dragon tamer See the search Nothing" in text_of(editor.get(LIST))
    career.status = "published"
    career.save()
    editor.get(LIST)
    assert not FailedSearch.objects.exists()


def test_only_staff_may_answer(visitor, in_vain, police):
    failed_search = in_vain("gendarme")
    response = answer(visitor, failed_search, career=police.pk, title="yes")
    assert response.status_code == 302
    assert "/admin/login/" in response.url
    assert FailedSearch.objects.exists()


@pytest.fixture
def staff_who_may(client, in_vain):
    """A browser of staff with a few permissions, and a search that found nothing."""

    def log_in(*permissions: str) -> tuple[Client, FailedSearch]:
        failed_search = in_vain("gendarme")
        user = get_user_model().objects.create_user("assistant", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
        client.force_login(user)
        return client, failed_search

    return log_in


TITLE = "Add as a hidden title"
SYNONYM = "Add as a synonym"
DRAFT = "Start a draft"


@pytest.mark.parametrize(
    ("permissions", "offered"),
    [
        (["view_failedsearch"], set()),
        (["view_failedsearch", "change_career"], set()),
        (["view_failedsearch", "add_title"], set()),
        (["view_failedsearch", "add_title", "change_career"], {SEE, TITLE}),
        (["view_failedsearch", "add_synonym"], {SEE, SYNONYM}),
        (["view_failedsearch", "add_career"], {DRAFT}),
    ],
)
def test_staff_are_offered_only_what_they_may_do(staff_who_may, text_of, police, permissions, offered):
    browser, failed_search = staff_who_may(*permissions)
    text = text_of(browser.get(LIST))
    page = browser.get(f"{LIST}{failed_search.pk}/answer/")
    assert page.status_code == (200 if SEE in offered else 403)
    text += text_of(page)
    assert {words for words in (SEE, TITLE, SYNONYM, DRAFT) if words in text} == offered
    posted = answer(browser, failed_search, career=police.pk, title="yes")
    assert posted.status_code == (302 if TITLE in offered else 403)
    if TITLE not in offered:
        posted = answer(browser, failed_search, term="gendarme", means="police officer", synonym="yes")
        assert posted.status_code == (302 if SYNONYM in offered else 403)
    assert FailedSearch.objects.exists() == (not offered & {TITLE, SYNONYM})


def test_staff_who_may_not_see_the_searches_cannot_answer_them(staff_who_may, police):
    browser, failed_search = staff_who_may("add_title", "change_career", "add_synonym", "add_career")
    assert browser.get(LIST).status_code == 403
    assert browser.get(f"{LIST}{failed_search.pk}/answer/").status_code == 403
    assert answer(browser, failed_search, career=police.pk, title="yes").status_code == 403
    assert FailedSearch.objects.exists()


def first_searched(days: int) -> None:
    """As if every search had begun `days` ago, and been made again today."""
    FailedSearch.objects.update(first_at=timezone.now() - timedelta(days=days))


def test_words_are_forgotten_ninety_days_after_they_were_first_searched(in_vain, capsys):
    in_vain("gendarme")
    first_searched(days=89)
    call_command("personal_data", "expire")
    assert FailedSearch.objects.exists()
    first_searched(days=91)
    call_command("personal_data", "expire")
    assert not FailedSearch.objects.exists()
    assert "1 searches that found nothing were forgotten" in capsys.readouterr().out


def test_words_that_are_searched_again_after_ninety_days_begin_anew(in_vain):
    in_vain("gendarme")
    in_vain("gendarme")
    first_searched(days=91)
    failed_search = in_vain("gendarme")
    assert failed_search.times == 1
    assert timezone.now() - failed_search.first_at < timedelta(days=1)


def test_new_words_drive_out_those_of_ninety_days_ago_without_any_daily_job(in_vain):
    in_vain("gendarme")
    first_searched(days=91)
    in_vain("dragon tamer")
    assert [failed_search.words for failed_search in FailedSearch.objects.all()] == ["dragon tamer"]
