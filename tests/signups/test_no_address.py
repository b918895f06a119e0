"""Asked to export or erase what is no email address, the site says so and changes nothing."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command

from signups import personal_data
from signups.addresses import NotAnAddress, normal
from signups.models import Question, Subscription

from ..factories import make_question

pytestmark = pytest.mark.django_db

NO_ADDRESSES = [
    *("", "   ", "\u2003\u00a0", "\u200b", "not an address", "@", "example.org", "@example.org", "student@", "%"),
    *("a@example.org b@example.org", "a@example.org,b@example.org", "a@example.org;b@example.org"),
    *("Ada <ada@example.org>", "ada@example.org\u200b", "ada@exam\u202eple.org", "ada\0@example.org", "a@b", "_%@_%"),
]


@pytest.fixture
def kept():
    make_question(text="An anonymous question", status="received")
    make_question(text="Another", status="declined", email="ada@example.org")
    Subscription.objects.create(email="ada@example.org")
    yield
    assert Question.objects.count() == 2
    assert Question.objects.filter(email="ada@example.org").exists()
    assert Subscription.objects.filter(email="ada@example.org").exists()
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("action", ["erase", "export"])
@pytest.mark.parametrize("typed", NO_ADDRESSES, ids=ascii)
def test_the_command_refuses_it_plainly(action, typed, kept, capsys):
    with pytest.raises(CommandError, match=r"example\.org.*Nothing was changed\.|invisible.*Nothing was changed\."):
        call_command("personal_data", action, typed)
    assert "anonymous" not in capsys.readouterr().out


@pytest.mark.parametrize("act", [personal_data.erase, personal_data.export])
@pytest.mark.parametrize("given", [None, 5, [], *NO_ADDRESSES], ids=ascii)
def test_so_do_the_functions_for_any_other_caller(act, given, kept):
    with pytest.raises(NotAnAddress):
        act(given)


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("ada@example.org", " ADA@Example.ORG "),
        ("Ada@Example.org", "ada@example.org"),
        ("ada@bücher.example", "ada@xn--bcher-kva.example"),
        ("ada@xn--bcher-kva.example", "ADA@BÜCHER.example"),
        ("ada@BÜCHER.example", "ada@bücher.example"),
        ("ada@bu\u0308cher.example", "ada@bücher.example"),
        ("ada@пример.example", "ada@ПРИМЕР.example"),
    ],
)
def test_an_address_is_found_however_it_is_written(stored, typed):
    Subscription.objects.create(email=stored)
    make_question(email=stored, status="received")
    exported = personal_data.export(typed)
    assert (len(exported["subscriptions"]), len(exported["questions"])) == (1, 1)
    assert personal_data.erase(typed) == (1, 1)


@pytest.mark.parametrize(
    "other", ["adaa@example.org", "b.ada@example.org", "ada@example.org.example", "a_a@example.org", "a%@example.org"]
)
def test_an_address_that_only_looks_alike_is_left(other):
    Subscription.objects.create(email=other)
    for typed in ("ada@example.org", "a%a@example.org", "___@example.org"):
        assert personal_data.erase(typed) == (0, 0)
    assert Subscription.objects.get().email == other


def test_two_streets_are_two_addresses():
    assert normal("ada@straße.example") != normal("ada@strasse.example")


def test_a_long_one_is_not_repeated_whole():
    with pytest.raises(NotAnAddress) as problem:
        normal("x" * 5_000 + "@example.org")
    assert str(problem.value) == (f"'{'x' * 57}...' is not an email address. Give one, such as name@example.org.")
