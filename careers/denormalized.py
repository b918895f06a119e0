"""When what is derived from careers and releases - facts for lists, the search index - is derived again.

Everything that writes in bulk says so itself by calling `refresh_all`; what staff save one by one is seen by signals.
"""

from contextlib import suppress

from django.apps import apps as django_apps
from django.db.models import Q
from django.db.models.signals import m2m_changed, post_delete, post_migrate, post_save

from . import database_rules
from .browse import listing
from .locks import AlreadyAtWork
from .models import (
    Career,
    CareerCredential,
    Credential,
    Occupation,
    Outlook,
    Pay,
    Release,
    SearchEdition,
    Skill,
    Synonym,
    Task,
    Title,
)
from .models.occupation import COMBINED_CODES
from .search import index, synonyms


def refresh_all() -> None:
    """To be called in the transaction that moved releases or wrote careers in bulk."""
    listing.refresh()
    index.refresh()


def connect(app_config) -> None:
    Synonym.words_of = staticmethod(synonyms.words_of)
    post_save.connect(_career_saved, sender=Career)
    post_delete.connect(_career_deleted, sender=Career)
    for model in (Task, Title, CareerCredential):
        post_save.connect(_text_changed, sender=model)
        post_delete.connect(_text_changed, sender=model)
    post_save.connect(_credential_saved, sender=Credential)
    for model in (Pay, Outlook):
        post_save.connect(_figure_changed, sender=model)
        post_delete.connect(_figure_changed, sender=model)
    post_save.connect(_part_changed, sender=Skill)
    post_delete.connect(_part_changed, sender=Skill)
    post_save.connect(_release_saved, sender=Release)
    m2m_changed.connect(_predecessors_changed, sender=Occupation.predecessors.through)
    post_migrate.connect(_keep_rules, sender=app_config)
    post_migrate.connect(_fill, sender=app_config)


def _career_saved(instance: Career, raw: bool = False, **kwargs) -> None:
    if not raw:
        listing.refresh([instance.pk])
        index.refresh([instance.pk])


def _career_deleted(instance: Career, **kwargs) -> None:
    index.refresh([instance.pk])


def _text_changed(instance: Task | Title | CareerCredential, raw: bool = False, **kwargs) -> None:
    if not raw:
        index.refresh([instance.career_id])


def _credential_saved(instance: Credential, created: bool, raw: bool = False, **kwargs) -> None:
    if not raw and not created:
        index.refresh(instance.career_links.values_list("career", flat=True))


def _figure_changed(instance: Pay | Outlook, raw: bool = False, **kwargs) -> None:
    if not raw and instance.release.state in Release.SHOWN:
        listing.refresh(_careers_with(instance.occupation))


def _part_changed(sender: type, instance: Skill, raw: bool = False, origin=None, **kwargs) -> None:
    # A part that goes because its career goes must not bring facts of that career back.
    goes_alone = origin is None or getattr(origin, "model", type(origin)) is sender
    if not raw and goes_alone:
        listing.refresh([instance.career_id])


def _release_saved(instance: Release, created: bool, raw: bool = False, **kwargs) -> None:
    if not raw and not created and instance.state in Release.SHOWN:
        refresh_all()


def _predecessors_changed(instance: Occupation, action: str, **kwargs) -> None:
    if action.startswith("post_"):
        listing.refresh(_careers_with(instance))


def _careers_with(occupation: Occupation) -> list[int]:
    """Careers whose pages may show figures of `occupation`: as their own, a wider group's or an older one's."""
    code = occupation.code
    careers = Q(occupation=occupation) | Q(occupation__predecessors=occupation)
    if code.endswith("0"):
        careers |= Q(occupation__code__startswith=code[:6])
    careers |= Q(occupation__code__in=COMBINED_CODES.get(code, ()))
    return list(Career.objects.filter(careers).values_list("pk", flat=True).distinct())


def _keep_rules(using: str, **kwargs) -> None:
    database_rules.keep(using)


def _fill(apps=django_apps, **kwargs) -> None:
    if "searchedition" not in apps.all_models["careers"]:
        return  # Migrated back to before there was anything to fill.
    if Career.objects.filter(listing=None).exists():
        listing.refresh()
    # Nothing was indexed yet: the site is older than its search.
    if Career.objects.published().exists() and not SearchEdition.objects.exists():
        # Another host that migrates at the same time does it for both.
        with suppress(AlreadyAtWork):
            index.rebuild()
