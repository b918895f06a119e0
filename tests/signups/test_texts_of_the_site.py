"""Addresses in whatever staff write on the site: exported with the person's data, and erased with it."""

import pytest
from django.apps import apps
from django.db import models

from careers.models import Announcement, Career, NavigationLink, Title
from careers.search import search
from signups import personal_data
from signups.texts import TEXTS

from ..factories import make_career, make_school, make_site_words

pytestmark = pytest.mark.django_db
ADDRESS = "ada@example.org"
# Text columns that hold nobody's address: publishers' figures and codes, what is derived, names of things in the code,
# user names, and what is kept apart from these texts.
OTHERS = {
    *("careers.Occupation", "careers.OccupationGroup", "careers.OnetProfile", "careers.ReleaseFile", "careers.Area"),
    *(
        "careers.AreaName",
        "careers.Pay",
        "careers.AreaPay",
        "careers.IndustryPay",
        "careers.InDemand",
        "careers.Outlook",
    ),
    *("careers.CareerListing", "careers.IndexedCareer", "careers.SearchPassage", "careers.SearchWord"),
    *("careers.SearchWeight", "careers.SearchSpelling", "careers.FailedSearch", "careers.ListAction"),
    *("careers.Draft", "careers.Version", "careers.UnsavedPreview", "careers.SharedLink"),
    *("signups.Invitation", "signups.Tries", "signups.SignIn", "signups.Subscription", "signups.SignupRequest"),
    *("signups.Mailing", "signups.Delivery", "signups.MailWorker", "signups.LastDigest", "signups.Topic"),
    *("signups.AddressChange", "signups.AddressTrouble", "signups.ForgottenAddress", "signups.PageState"),
    # An uploaded table goes with all that nobody has saved.
    "careers.SentTable",
    # What the site says of backups, and addresses of its own pages.
    *("careers.BackupRun", "careers.Restore", "careers.PageView"),
}
OTHER_FIELDS = {
    *("careers.AcceptedWarning.finding", "careers.AcceptedWarning.by", "careers.Career.onet_code"),
    *("careers.Career.imported_title", "careers.CareerChange.period", "careers.CheckedLink.places"),
    *("careers.Field.soc_groups", "careers.InterestStatement.interests", "careers.InterestStatement.area"),
    *(
        "careers.NextStep.education",
        "careers.Release.period",
        "careers.Release.loaded_by",
        "careers.Release.decided_by",
    ),
    *("careers.SiteWords.accent", "careers.SiteWords.logo_kind", "careers.SiteWords.logo_digest"),
    *("careers.Synonym.key", "careers.Synonym.means_key", "careers.Wish.values", "careers.Wish.key"),
    *("schools.School.state", "signups.Question.email", "signups.Question.submission_key"),
    # Hashes, names of steps and roles, words without signs, and what pages of the site say.
    *("signups.Question.code_hash", "signups.QuestionStep.name", "signups.QuestionWord.word"),
    *("signups.Expert.verified_as", "signups.AnswerFact.said"),
    *(f"careers.ImportRun.{name}" for name in ("started_by", "folder", "machine", "period", "doing", "steps")),
}


def test_every_column_of_text_is_in_the_list_or_can_hold_no_address():
    kinds = (models.CharField, models.TextField, models.JSONField)
    missing = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in ("careers", "schools", "signups") and model._meta.label not in OTHERS
        for field in model._meta.concrete_fields
        if isinstance(field, kinds) and not isinstance(field, models.SlugField) and not field.choices
        if field.name not in TEXTS.get(model._meta.label, ())
    ]
    assert set(missing) == OTHER_FIELDS


def test_an_address_in_live_texts_is_exported_and_goes_with_the_person(visitor):
    career = make_career(title="Beekeeper", summary=f"Ask {ADDRESS.upper()} about bees.")
    Title.objects.create(career=career, name=f"Bee helper {ADDRESS}", order=1)
    make_school(name="Bee School", city=f"near {ADDRESS}")
    words = make_site_words(about=f"Run by {ADDRESS}.", contact_email=ADDRESS)
    Announcement.objects.create(text=f"Write to {ADDRESS}!")
    NavigationLink.objects.create(place="footer", address="/plan/", label=f"Mail {ADDRESS} about all of this")
    exported = personal_data.export(ADDRESS)["mentioned_in"]
    assert {one["where"] for one in exported} == {
        "career, summary",
        "other job title, name",
        "school, city",
        "wording of this site, about",
        "wording of this site, email address",
        "announcement",
        "link at the top or bottom, what it says",
    }
    assert {"text": f"Write to {ADDRESS}!", "where": "announcement"} in exported
    personal_data.erase(ADDRESS)
    assert personal_data.export(ADDRESS)["mentioned_in"] == []
    words.refresh_from_db()
    assert (words.about, words.contact_email) == ("Run by (address removed).", "")
    assert Announcement.objects.get().text == "Write to (address removed)!"
    # What takes its place is longer, and a column is not.
    assert (
        NavigationLink.objects.get(place="footer", address="/plan/").label
        == "Mail (address removed) about all of this"[:40]
    )
    # Pages and search say what the tables say.
    assert ADDRESS not in visitor.get(career.get_absolute_url()).content.decode().lower()
    assert not search(ADDRESS, forgiving=False).hits or ADDRESS not in str(search(ADDRESS, forgiving=False))
    assert Career.objects.get().summary == "Ask (address removed) about bees."


def test_two_rows_of_which_one_alone_may_say_it_are_told_apart():
    career = make_career(title="Beekeeper")
    for order, name in enumerate([ADDRESS, f"{ADDRESS} "], 1):
        Title.objects.create(career=career, name=name, order=order)
    personal_data.erase(ADDRESS)
    names = list(Title.objects.values_list("name", flat=True))
    assert len(set(names)) == 2
    assert not any("ada@" in name for name in names)
