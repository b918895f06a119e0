"""`check_mail` says what mailboxes ask for and the site's domain lacks."""

import pytest
from django.core.management import CommandError, call_command

from signups.mail import checking

SIGNED = (
    "DKIM-Signature: v=1; a=rsa-sha256; d=example.org; s=one;\r\n h=from:to:subject{headers}; bh=x; b=y\r\n"
    "List-Unsubscribe: <https://example.org/u/1/>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
    "Subject: News\r\n\r\nText\r\n"
)
GOOD = {
    "careers.example.org": ["v=spf1 include:mail.example -all"],
    "_dmarc.example.org": ["v=DMARC1; p=quarantine"],
    "one._domainkey.example.org": ["v=DKIM1; k=rsa; p=MIGf"],
}


@pytest.fixture(autouse=True)
def site(settings):
    settings.DEFAULT_FROM_EMAIL, settings.HTTPS = "Careers <news@careers.example.org>", True


def found(records=GOOD, headers=":list-unsubscribe:List-Unsubscribe-Post", received=SIGNED) -> dict[str, bool | None]:
    mail = received.format(headers=headers).encode() if received else None
    findings = checking.check(received=mail, look_up=lambda name: records.get(name, []))
    return {finding.name: finding.is_met for finding in findings}


def without(name: str) -> dict[str, list[str]]:
    return {known: texts for known, texts in GOOD.items() if known != name}


def test_a_domain_that_has_all():
    assert set(found().values()) == {True}


@pytest.mark.parametrize(
    ("name", "lacking"),
    [("careers.example.org", "SPF"), ("_dmarc.example.org", "DMARC"), ("one._domainkey.example.org", "DKIM")],
)
def test_a_record_that_is_missing_is_named(name, lacking):
    assert [finding for finding, is_met in found(without(name)).items() if is_met is False] == [lacking]


@pytest.mark.parametrize(
    "texts", [["v=spf1 +all"], ["v=spf1 all"], ["v=spf1 a -all", "v=spf1 mx -all"], ["something else"]]
)
def test_an_spf_record_that_says_nothing_is_missing(texts):
    assert found({**GOOD, "careers.example.org": texts})["SPF"] is False


@pytest.mark.parametrize("headers", ["", ":list-unsubscribe", ":list-unsubscribe-post"])
def test_a_signature_must_cover_both_unsubscribe_headers(headers):
    assert found(headers=headers)["DKIM over the unsubscribe headers"] is False


def test_a_signature_of_somebody_else_does_not_count():
    assert found(received=SIGNED.replace("d=example.org", "d=provider.example"))["DKIM"] is False


def test_without_a_mail_nobody_can_tell_what_is_signed():
    assert found(received="")["DKIM"] is None


def test_a_name_server_that_does_not_answer_is_no_missing_record():
    def silent(name: str) -> list[str]:
        raise checking.NoAnswer

    assert {finding.is_met for finding in checking.check(look_up=silent)} == {True, None}


def test_a_site_without_https_is_told(settings):
    settings.HTTPS = False
    assert found()["One-click unsubscribe"] is False


def test_the_command_says_each_and_fails_where_one_is_missing(monkeypatch, capsys, tmp_path):
    def no_record(*args, **kwargs):
        raise checking.dns.resolver.NXDOMAIN

    monkeypatch.setattr(checking.dns.resolver, "resolve", no_record)
    with pytest.raises(CommandError, match="2 of 4 missing"):
        call_command("check_mail")
    said = capsys.readouterr().out
    assert "missing  SPF: careers.example.org has no TXT record with v=spf1" in said
    assert "unknown  DKIM: give a mail" in said
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("check_mail", received=tmp_path / "none.eml")
