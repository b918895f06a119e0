"""Every text that may hold somebody's address, whoever wrote it there: one list, for exporting and for erasing.

Documents of versions and drafts are not in it (signups/versions.py), nor is staff's log (signups/admin_log.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import Q

from .addresses import normal, without

TEXTS: dict[str, tuple[str, ...]] = {
    "signups.Question": ("text", "background", "asked_text", "asked_background", "declined_because"),
    "signups.Wording": ("text", "background", "reason"),
    "signups.QuestionStep": ("note",),
    "signups.Answer": ("short", "text", "sources", "reviewers_note", "recheck_because"),
    "signups.AnswerFeedback": ("text",),
    "signups.DeclineReason": ("name", "text"),
    "signups.Expert": ("name", "role", "credential", "organization"),
    "signups.HelpLine": ("name", "phone", "url", "text"),
    "signups.Newsletter": ("subject", "text"),
    "careers.Career": ("title", "workers", "summary", "description", "education", "licensure", "outlook"),
    "careers.Task": ("text",),
    "careers.Title": ("name",),
    "careers.Skill": ("name", "text"),
    "careers.Source": ("name", "url"),
    "careers.CareerCredential": ("note",),
    "careers.Credential": ("name", "acronym", "url"),
    "careers.Organization": ("name", "acronym", "url"),
    "careers.Field": ("title", "description"),
    "careers.AcceptedWarning": ("says", "reason"),
    "careers.CareerChange": ("text",),
    "careers.CheckedLink": ("url", "says", "moved_to"),
    "careers.NextStep": ("title", "text", "url"),
    "careers.PlanSection": ("heading", "help_text"),
    "careers.InterestStatement": ("text",),
    "careers.Synonym": ("term", "means"),
    "careers.Wish": ("words", "says", "otherwise", "instead"),
    "careers.Announcement": ("text", "link", "link_text"),
    "careers.NavigationLink": ("address", "label"),
    "careers.SiteWords": (
        *("name", "tagline", "footer", "logo_alt", "about", "privacy", "accessibility"),
        *("contact_address", "contact_email", "contact_phone"),
    ),
    "careers.Release": ("label", "title", "publisher", "url", "licence", "attribution", "note", "oddity"),
    "careers.ImportRun": ("label", "reason"),
    "careers.ImportedFile": ("name", "says"),
    "schools.School": ("name", "city", "url"),
}
# Fields that say when a text was written, of models that have one.
WRITTEN = ("created_at", "answered_on", "updated_at", "made_on", "accepted_at", "loaded_at", "started_at")


@dataclass(frozen=True)
class Mention:
    """A text that holds the address: the field `name` of `row`."""

    row: models.Model
    name: str

    @property
    def text(self) -> str:
        return getattr(self.row, self.name)

    @property
    def where(self) -> str:
        of_one = self.row._meta.verbose_name
        label = self.row._meta.get_field(self.name).verbose_name
        return of_one if label in ("text", of_one) else f"{of_one}, {label}"

    @property
    def written(self) -> date | None:
        return next((getattr(self.row, name) for name in WRITTEN if hasattr(self.row, name)), None)


def mentioning(address: str) -> Iterator[Mention]:
    """Texts that hold `address`, however it is written there."""
    name = normal(address).rpartition("@")[0]
    for label, fields in TEXTS.items():
        holds = Q(*((f"{field}__icontains", f"{name}@") for field in fields), _connector=Q.OR)
        for row in apps.get_model(label)._base_manager.filter(holds):
            yield from (Mention(row, field) for field in fields if _cleaned(row, field, address) != getattr(row, field))


def take_out(address: str) -> list[models.Model]:
    """Take `address` out of all of them; the rows that held it.

    To be called in a transaction in which nobody else saves what they read before.
    """
    changed: dict[models.Model, list[str]] = {}
    for mention in list(mentioning(address)):
        setattr(mention.row, mention.name, _cleaned(mention.row, mention.name, address))
        changed.setdefault(mention.row, []).append(mention.name)
    for row, names in changed.items():
        _save(row, names)
    return list(changed)


def _cleaned(row: models.Model, name: str, address: str) -> str:
    field, text = row._meta.get_field(name), getattr(row, name)
    left = without(text, address)
    if left != text and isinstance(field, models.EmailField):
        return ""
    # What stands there instead may be longer.
    return left[: field.max_length] if field.max_length else left


def _save(row: models.Model, names: list[str]) -> None:
    """Where only one row may say what is left, its number tells it apart."""
    try:
        with transaction.atomic():
            row.save(update_fields=names)
    except IntegrityError:
        mark = f" {row.pk}"
        for name in names:
            longest = row._meta.get_field(name).max_length or len(getattr(row, name)) + len(mark)
            setattr(row, name, f"{getattr(row, name)[: longest - len(mark)]}{mark}")
        row.save(update_fields=names)
