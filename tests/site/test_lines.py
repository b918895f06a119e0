"""Job titles and tasks written as lines of one field: the same rows, in the order of the lines."""

import pytest

from careers.models import Career, Task, Title

from ..factories import make_career
from .form_reader import form_values
from .test_admin import admin_address

NAMES = ["Beekeeper", "Apiarist", "Hive keeper"]


@pytest.fixture
def page(db) -> str:
    career = make_career(title="Honey maker")
    for order, name in enumerate(NAMES, 1):
        Title.objects.create(career=career, name=name, order=order, hidden=name == "Apiarist")
    return admin_address(Career, "change", career.pk)


def send(client, page: str, lines: list[str], **more):
    opened = form_values(client.get(page))
    return client.post(page, {**opened, "titles-lines": "\r\n".join(lines), **more})


def names() -> list[str]:
    return list(Title.objects.values_list("name", flat=True))


def test_lines_become_rows_and_old_rows_stay_the_same_rows(editor, page):
    assert form_values(editor.get(page))["titles-lines"] == "\n".join(NAMES)
    numbers = dict(Title.objects.values_list("name", "pk"))
    lines = ["Bee farmer", "hive KEEPER", "  Apiarist ", "", "Wax maker"]
    assert send(editor, page, lines).status_code == 302
    assert names() == ["Bee farmer", "hive KEEPER", "Apiarist", "Wax maker"]
    stored = {title.name: title for title in Title.objects.all()}
    assert (stored["Apiarist"].pk, stored["hive KEEPER"].pk) == (numbers["Apiarist"], numbers["Hive keeper"])
    assert stored["Apiarist"].hidden
    assert send(editor, page, ["Bee farmer", "hive keeper", "Apiarists", "Wax maker"]).status_code == 302
    corrected = Title.objects.get(name="Apiarists")
    assert (corrected.pk, corrected.hidden) == (numbers["Apiarist"], True)
    assert send(editor, page, []).status_code == 302
    assert names() == []


def test_lines_that_are_the_same_are_named_and_nothing_is_saved(editor, page, text_of):
    lines = ["Bee farmer", "Wax maker", "BEE  farmer", "x" * 201]
    wrong = send(editor, page, lines, summary="Makes honey.")
    assert "Lines 1 and 3 are the same: “BEE farmer”. Delete one of them." in text_of(wrong)
    assert "Line 4 has 201 letters. 200 is the most." in text_of(wrong)
    shown = form_values(wrong)
    assert (shown["titles-lines"].splitlines(), shown["summary"]) == (lines, "Makes honey.")
    assert names() == NAMES
    assert editor.post(page, {**shown, "titles-lines": "Wax maker\nBee farmer"}).status_code == 302
    assert names() == ["Wax maker", "Bee farmer"]


@pytest.mark.parametrize("counts", ["lines", "rows"])
def test_where_rows_and_lines_were_changed_staff_choose(counts, editor, page, text_of):
    changed = {"titles-0-name": "Bee farmer", "titles-1-DELETE": "on"}
    asked = send(editor, page, [*NAMES, "Wax maker"], **changed)
    assert "You changed the rows and these lines. Choose which of the two is saved." in text_of(asked)
    assert names() == NAMES
    again = editor.post(page, form_values(asked))
    assert "Which is saved?" in text_of(again)
    assert editor.post(page, {**form_values(again), "titles-lines-count": counts}).status_code == 302
    assert names() == ([*NAMES, "Wax maker"] if counts == "lines" else ["Bee farmer", "Hive keeper"])


def test_a_form_with_another_mistake_shows_the_lines_as_rows(editor, page):
    wrong = form_values(send(editor, page, ["Wax maker", "Beekeeper"], title=""))
    assert wrong["titles-lines"] == "Wax maker\nBeekeeper"
    assert editor.post(page, {**wrong, "title": "Honey maker", "titles-0-name": "Beekeepers"}).status_code == 302
    assert names() == ["Wax maker", "Beekeepers"]


def test_numbers_of_thousands_of_digits_break_nothing(editor, page):
    sent = {**form_values(editor.get(page)), "titles-lines": "Wax maker"}
    for name in ("titles-0-order", "titles-TOTAL_FORMS"):
        assert editor.post(page, {**sent, name: "9" * 5_000}).status_code == 200
        assert names() == NAMES


def test_somebody_elses_rows_and_my_lines_are_put_together(editor, page):
    mine = form_values(editor.get(page))
    send(editor, page, [*NAMES, "Wax maker"])
    asked = editor.post(page, {**mine, "titles-lines": "\n".join(["Bee farmer", *NAMES[1:]])})
    assert editor.post(page, form_values(asked)).status_code == 302
    assert names() == ["Bee farmer", "Apiarist", "Hive keeper", "Wax maker"]


def test_a_new_career_is_written_with_lines(editor, page):
    values = form_values(editor.get(admin_address(Career, "add")))
    field = Career.objects.get().field_id
    new = {"title": "Cook", "slug": "cook", "field": field, "summary": "Cooks.", "tasks-lines": "Cook\nServe"}
    assert editor.post(admin_address(Career, "add"), {**values, **new}).status_code == 302
    assert list(Task.objects.values_list("text", flat=True)) == ["Cook", "Serve"]
