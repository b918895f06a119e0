"""Staff's pages of long lists: no slower with more rows, in order by buttons, and the save buttons never far."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from careers.models import Career, Field, NavigationLink, Title

from ..factories import make_career, make_field
from .form_reader import form_values
from .staff_pages import address, staff_with

pytestmark = pytest.mark.django_db


def queries(ask) -> int:
    ask()
    with CaptureQueriesContext(connection) as found:
        ask()
    return len(found)


def with_titles(number: int) -> Career:
    career = make_career()
    Title.objects.bulk_create(Title(career=career, name=f"Keeper {place}", order=place) for place in range(number))
    return career


def test_a_form_and_the_page_that_asks_about_deleting_cost_the_same_with_more_rows(editor):
    few, many = with_titles(2), with_titles(30)
    for page in ("change", "delete"):
        costs = [queries(lambda one=one, page=page: editor.get(address(Career, page, one.pk))) for one in (few, many)]
        assert costs[0] == costs[1] <= 40, page


def test_asking_about_many_careers_costs_the_same_and_reads_as_little(editor, text_of):
    careers = [with_titles(3) for _ in range(24)]
    costs, texts = [], []
    for chosen in (careers[:12], careers):
        sent = {"action": "delete_selected", "_selected_action": [career.pk for career in chosen]}
        costs.append(queries(lambda sent=sent: texts.append(text_of(editor.post(address(Career, "changelist"), sent)))))
    assert costs[0] == costs[1] <= 40
    assert "Other job titles: 36" in texts[0]
    assert "Other job titles: 72" in texts[-1]
    assert len(texts[-1]) < len(texts[0]) + 200


def test_rows_move_by_buttons(editor, text_of):
    Field.objects.all().delete()
    first, second, third = (make_field(title=title, order=order) for order, title in enumerate("ABC", 1))
    page = address(Field, "changelist")
    assert 'aria-label="Move B up"' in editor.get(page).content.decode()
    moved = editor.post(page, {"_move": f"up-{third.pk}"})
    assert moved.url == f"{page}#up-{third.pk}"
    assert "C is number 2 of 3." in text_of(editor.get(page))
    editor.post(page, {"_move": f"down-{first.pk}"})
    editor.post(page, {"_move": f"down-{second.pk}"})
    assert list(Field.objects.all()) == [third, first, second]
    for wrong in ("up-0", "sideways-1", "", f"up-{third.pk}x"):
        assert "Nothing was moved" in text_of(editor.post(page, {"_move": wrong}, follow=True))
    looker = staff_with("view_field")
    assert "_move" not in looker.get(page).content.decode()
    assert looker.post(page, {"_move": f"down-{third.pk}"}).status_code == 403
    assert list(Field.objects.all()) == [third, first, second]


def test_links_move_among_those_of_the_same_place(editor, text_of):
    NavigationLink.objects.all().delete()
    made = {
        label: NavigationLink.objects.create(place=place, label=label, address=f"https://{label}.example/", order=order)
        for order, (label, place) in enumerate([("a", "header"), ("b", "footer"), ("c", "footer"), ("d", "header")])
    }
    page = address(NavigationLink, "changelist")
    editor.post(page, {"_move": f"up-{made['d'].pk}"})
    assert "D is number 1 of 2." in text_of(editor.get(page))
    assert list(NavigationLink.objects.values_list("label", "order")) == [("d", 1), ("b", 2), ("c", 3), ("a", 4)]
    editor.post(page, {"_move": f"up-{made['b'].pk}"})
    assert "B is number 1 of 2." in text_of(editor.get(page))
    assert list(NavigationLink.objects.values_list("label", flat=True)) == ["d", "b", "c", "a"]


def test_links_lead_past_each_list_to_the_save_buttons(editor):
    page = address(Career, "change", with_titles(2).pk)
    html = editor.get(page).content.decode()
    # Before the first field, and before each of the five lists.
    assert html.count('href="#save-buttons"') == 6
    assert html.count('id="save-buttons"') == 1
    assert "titles-lines" in form_values(editor.get(page))
    assert "#save-buttons" not in staff_with("view_career").get(page).content.decode()
