"""What is larger than a page takes is refused before it is read, unless staff sent it."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from careerinfo.safety.bodies import BoundedBodies

FORM_BYTES = 131_072


class Unread(io.BytesIO):
    """A body of which nobody may read a letter."""

    def read(self, *args):
        raise AssertionError("It was read.")

    readline = read


@pytest.mark.parametrize("path", ["/ask/", "/updates/", "/quiz/", "/plan/", "/questions/1/helpful/", "/admin/login/"])
def test_too_large_a_form_is_refused_unread(path, visitor, db, text_of):
    response = visitor.post(path, {"text": "a"}, CONTENT_LENGTH=str(FORM_BYTES + 1), **{"wsgi.input": Unread()})
    assert response.status_code == 413
    assert "That is too much at once" in text_of(response)
    assert "nothing was stored" in text_of(response)
    assert "default-src 'self'" in response["Content-Security-Policy"]


def test_a_question_that_is_far_too_long_in_any_script_is_answered_by_its_form(visitor, db, opened, text_of):
    text = "\N{GRINNING FACE}" * 10_000
    values = {"text": text, "opened": opened(), "at": "write"}
    response = visitor.post("/ask/", values, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 422


@pytest.mark.parametrize("length", ["", "0", "many", "-1", "1e9", "²", "99 99"])
def test_a_length_that_is_none_breaks_nothing(length, db):
    request = RequestFactory().post("/quiz/")
    request.META["CONTENT_LENGTH"] = length
    assert BoundedBodies(lambda request: "answered")(request) == "answered"


def test_staff_send_files_and_nobody_else_does(visitor, admin_client):
    page = "/admin/careers/importrun/add/"
    large = lambda: {"files": SimpleUploadedFile("a.xlsx", b"a" * (FORM_BYTES + 1))}  # noqa: E731
    assert visitor.post(page, large()).status_code == 413
    visitor.cookies["sessionid"] = "madeup" * 5
    assert visitor.post(page, large()).status_code == 413
    assert admin_client.post(page, large()).status_code != 413


def test_a_mail_provider_may_tell_of_many_mails_at_once(visitor, db):
    assert visitor.post("/mail/events/", b"a" * 500_000, content_type="application/json").status_code == 404
    assert visitor.post("/mail/events/", b"a" * 1_100_000, content_type="application/json").status_code == 413


def test_a_body_that_stops_on_its_way_is_the_visitors_to_send_again(visitor, db, text_of):
    class Stops(io.BytesIO):
        def read(self, *args):
            raise TimeoutError("A request came too slowly.")

        readline = read

    response = visitor.post("/quiz/", {"go": "result"}, **{"wsgi.input": Stops()})
    assert response.status_code == 408
    assert "did not arrive whole" in text_of(response)


def test_ten_thousand_parts_are_not_taken_apart(visitor, admin_client, db):
    part, form = '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n', "multipart/form-data; boundary=b"
    assert visitor.generic("POST", "/quiz/", part * 2_000 + "--b--\r\n", form).status_code == 200
    assert visitor.generic("POST", "/quiz/", part * 10_000 + "--b--\r\n", form).status_code == 413
    page = "/admin/careers/career/add/"
    assert admin_client.generic("POST", page, part * 10_000 + "--b--\r\n", form).status_code == 400
