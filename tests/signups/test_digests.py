"""Followers are told what changed on careers' pages, once; who follows nothing that changed gets no mail."""

from datetime import date

import pytest
from django.utils import timezone

from careers.models import Career, OldAddress, Pay, Task
from careers.releases import lifecycle
from signups.mail.kinds import NotWanted
from signups.models import Delivery, Topic
from signups.updates import digests
from signups.updates.facts import begin

from ..factories import (
    BANDS,
    make_career,
    make_occupation,
    make_outlook,
    make_pay,
    make_release,
)
from ..site.form_reader import form_values
from ..site.test_admin import admin_address
from .digesting import approve, changes, follower, mail_to, mailing, pay_release, send, text

pytestmark = pytest.mark.django_db
MEDIAN = "Median annual pay"


def test_an_approved_release_is_told_once_with_its_source_and_what_it_means(career, newer):
    follower(career)
    assert mail_to() is None
    approve(newer)
    words = mail_to()
    assert words.subject == "Medical Coder: what changed"
    assert changes(words) == [("Medical Coder", [(MEDIAN, "$48,780", "$50,250")])]
    for form in ("txt", "html"):
        said = text(words, form).replace("\xa0", " ")
        assert "$48,780 → " in said
        assert "Half of medical coders earn more than $50,250 a year. In May 2023 it was $48,780." in said
        assert "Not adjusted for inflation." in said
        assert "Source: Test publisher, Test release, May 2024." in said
        assert "/careers/medical-coder/" in said
    assert mail_to() is None


def test_a_release_that_is_rolled_back_before_the_mail_is_not_told(career, newer):
    follower(career)
    approve(newer)
    lifecycle.rollback(newer, by="ada")
    assert send() == {}


def test_a_release_that_is_rolled_back_while_mail_goes_out_is_not_told(career, newer):
    subscription = follower(career)
    approve(newer)
    delivery = Delivery.objects.create(mailing=mailing(), subscription=subscription)
    assert list(digests.recipients(delivery.mailing)) == [subscription]
    lifecycle.rollback(newer, by="ada")
    with pytest.raises(NotWanted, match="Nothing"):
        digests.words(delivery)


def test_a_release_that_is_rolled_back_after_the_mail_is_corrected(career, newer):
    follower(career)
    approve(newer)
    assert mail_to()
    lifecycle.rollback(newer, by="ada")
    words = mail_to()
    assert words.subject == "Correction: Medical Coder: what changed"
    assert changes(words) == [("Medical Coder", [(MEDIAN, "$50,250", "$48,780")])]
    said = text(words)
    assert "Correction: Medical Coder" in said
    assert (
        "We told you $50,250 for May 2024. That figure was taken back, and the page shows the one of May 2023." in said
    )
    assert "Not adjusted" not in said


def test_a_mail_that_was_not_sent_is_told_again(career, newer):
    subscription = follower(career)
    approve(newer)
    delivery = Delivery.objects.create(mailing=mailing(), subscription=subscription)
    digests.words(delivery)
    assert mail_to()


def test_who_follows_nothing_that_changed_gets_nothing_and_is_not_looked_at(career, newer):
    other = make_career()
    follower(other)
    follower(career, email="coder@example.org")
    approve(newer)
    assert [one.email for one in digests.recipients(mailing())] == ["coder@example.org"]
    assert list(send()) == ["coder@example.org"]


def test_a_topic_that_was_confirmed_today_is_not_told_of_what_came_before(career, newer):
    approve(newer)
    follower(career)
    assert send() == {}


def test_a_confirmed_topic_of_which_nothing_was_noted_begins_with_what_pages_say(career, newer):
    subscription = follower()
    Topic.objects.create(subscription=subscription, kind="career", career=career, confirmed_at=timezone.now())
    begin()
    assert send() == {}
    approve(newer)
    assert mail_to()


def test_nobody_is_told_who_has_not_confirmed_or_pauses_or_left(career, newer):
    Topic.objects.filter(subscription=follower(career)).update(confirmed_at=None)
    follower(career, email="pending@example.org", status="pending")
    follower(career, email="gone@example.org", status="unsubscribed")
    pauses = follower(career, email="pauses@example.org", paused_until=date(2999, 1, 1))
    follower(career, email="monthly@example.org", how_often="monthly")
    approve(newer)
    assert send() == {}
    delivery = Delivery.objects.create(mailing=mailing(), subscription=pauses)
    with pytest.raises(NotWanted, match="Paused"):
        digests.words(delivery)
    assert list(send("monthly")) == ["monthly@example.org"]


def test_an_edit_in_the_admin_is_told(editor, career):
    Task.objects.create(career=career, text="Read charts")
    follower(career)
    address = admin_address(Career, "change", career.pk)
    values = form_values(editor.get(address))
    values |= {"description": "They read what doctors wrote.", "tasks-0-text": "Read charts of patients"}
    assert editor.post(address, values).status_code == 302
    words = mail_to()
    assert changes(words) == [
        ("Medical Coder", [("", "", "The description was rewritten."), ("", "", "1 work task is new, 1 is gone.")])
    ]
    assert text(words).count("Written by this site's editors.") == 1


def test_a_career_that_is_renamed_is_told_by_its_new_name_and_address(career):
    follower(career)
    career.title, career.slug = "Coder of Records", "coder-of-records"
    career.save()
    words = mail_to()
    assert changes(words) == [("Coder of Records", [("Name", "Medical Coder", "Coder of Records")])]
    assert "/careers/coder-of-records/" in text(words)


def test_an_address_alone_is_no_news(career):
    follower(career)
    career.slug = "coders"
    career.save()
    assert send() == {}


def test_a_career_that_is_unpublished_is_told_and_so_is_its_return(career):
    follower(career)
    career.status = "draft"
    career.save()
    words = mail_to()
    assert "taken off the site for now" in text(words)
    assert "/careers/medical-coder/" not in text(words)
    assert send() == {}
    career.status = "published"
    career.save()
    assert "This page is back on the site." in text(mail_to())


def test_a_career_that_is_deleted_is_told_and_its_topic_ends(career):
    follower(career)
    career.delete()
    words = mail_to()
    assert words.subject == "Medical Coder: what changed"
    assert "taken off the site, so there is nothing more to tell" in text(words)
    assert not Topic.objects.exists()
    assert send() == {}


@pytest.mark.parametrize("is_deleted", [True, False])
def test_followers_of_a_career_that_became_part_of_another_follow_that(career, newer, is_deleted):
    other = make_career(title="Records Technician", slug="records", occupation=career.occupation)
    follower(career)
    if is_deleted:
        career.delete()
    else:
        career.status = "draft"
        career.save()
    OldAddress.objects.create(slug="medical-coder", career=other)
    words = mail_to()
    assert "This page is now part of “Records Technician”." in text(words)
    assert "/careers/records/" in text(words)
    assert Topic.objects.get().career == other
    assert send() == {}
    approve(newer)
    assert changes(mail_to()) == [("Records Technician", [(MEDIAN, "$48,780", "$50,250")])]


def test_a_wider_groups_pay_that_its_own_replaces_is_no_raise(career):
    career.occupation.code = "29-2072"
    career.occupation.save()
    Pay.objects.all().delete()
    group = make_occupation(code="29-2070", title="Medical Records Specialists and Technicians")
    make_pay(occupation=group, annual_median=60_000)
    follower(career)
    release = pay_release(2024)
    make_pay(release=release, occupation=career.occupation, annual_median=70_000)
    lifecycle.approve([release], by="ada", despite_losses=True)
    words = mail_to()
    assert changes(words) == [("Medical Coder", [(MEDIAN, "$60,000", "$70,000")])]
    assert (
        "This is no raise or cut: the figure before was for all medical records specialists and technicians, and this "
        "one is for this career alone." in text(words)
    )
    assert "Not adjusted" not in text(words)


def test_top_coded_pay_is_said_as_pages_say_it(career):
    follower(career)
    release = pay_release(2024, top_code_annual=239_200)
    make_pay(release=release, occupation=career.occupation, annual_median=239_200)
    approve(release)
    words = mail_to()
    assert changes(words) == [("Medical Coder", [(MEDIAN, "$48,780", "$239,200 or more")])]
    assert "At least half of medical coders earn $239,200 or more a year; exact pay above that isn't" in text(words)


def test_a_new_rounding_is_no_news(career):
    old = make_release("projections", period="2023–33", as_of=date(2023, 12, 31), **BANDS)
    make_outlook(release=old, occupation=career.occupation, stated_growth="7", openings=14_200, base_year=2023)
    follower(career)
    pay, new = (
        pay_release(2024),
        make_release("projections", period="2024–34", as_of=date(2024, 12, 31), state="staged"),
    )
    make_pay(release=pay, occupation=career.occupation, annual_median=48_790)
    make_outlook(release=new, occupation=career.occupation, stated_growth="7.1", openings=14_300)
    lifecycle.approve([pay, new], by="ada")
    assert send() == {}


def test_a_new_outlook_says_growth_openings_and_education_with_one_source(career):
    old = make_release("projections", period="2023–33", as_of=date(2023, 12, 31))
    values = {"occupation": career.occupation, "entry_education": "high-school"}
    make_outlook(release=old, stated_growth="4", base_year=2023, projected_year=2033, openings=14_200, **values)
    follower(career)
    new = make_release("projections", period="2024–34", as_of=date(2024, 12, 31), state="staged", **BANDS)
    make_outlook(release=new, stated_growth="10", openings=0, **values | {"entry_education": "associate"})
    approve(new)
    words = mail_to()
    assert changes(words)[0][1] == [
        ("Projected growth", "4%", "10%"),
        ("Openings per year", "14,200", "Fewer than 50"),
        ("Entry-level education", "High school diploma or equivalent", "Associate's degree"),
    ]
    said = text(words)
    assert "grow from 100,000 jobs in 2024 to 110,000 in 2034. That is much faster than average." in said
    assert said.count("Source: Test publisher, Test release, 2024–34; before: 2023–33.") == 1


def test_figures_that_are_held_back_are_told_as_no_longer_shown(career):
    follower(career)
    pay = Pay.objects.get()
    pay.held = True
    pay.save()
    words = mail_to()
    assert changes(words) == [("Medical Coder", [(MEDIAN, "$48,780 a year", "no longer shown")])]
    assert "It was from Test publisher, Test release, May 2023." in text(words)
