"""When what is derived from careers and releases - the listing, the search index - is derived again.

Signals note what changes; it is derived at once, or where more is changed `together`, once at the end. What writes in
bulk, which no signal follows, says so itself.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.apps import apps as django_apps
from django.db import connection, models, transaction
from django.db.models import Q
from django.db.models.signals import m2m_changed, post_delete, post_migrate, post_save, pre_delete, pre_save

from . import database_rules
from .browse import listing, wishes
from .locks import AlreadyAtWork, wait_to_derive
from .models import (
    Career,
    CareerCredential,
    Credential,
    Occupation,
    OnetProfile,
    Outlook,
    Pay,
    Release,
    SearchEdition,
    Skill,
    Synonym,
    Task,
    Title,
    Wish,
)
from .models.occupation import COMBINED_CODES
from .search import index, synonyms

PARTS = (Task, Title, Skill, CareerCredential)
FIGURES = (Pay, Outlook)
# What of a row others go by: the careers of the old value change too.
LOOKED_UP_BY: dict[type[models.Model], list[str]] = {
    Pay: ["release_id", "occupation_id"],
    Outlook: ["release_id", "occupation_id"],
    OnetProfile: ["release_id", "code"],
    Occupation: ["code"],
    Release: ["state", "origin", "data_set", "as_of"],
}


@dataclass(frozen=True)
class Prepared:
    """What was derived beforehand, of what will be live when the transaction ends that changes it.

    `profiles` are those of O*NET by code, `edition` is the number of the edition of the index that holds all of it.
    """

    profiles: Mapping[str, listing.ProfileFacts]
    edition: int


@dataclass
class Changes:
    """What was changed and is not derived again yet."""

    careers: set[int] = field(default_factory=set)
    # Of which occupations a release had or has figures, and of which O*NET-SOC codes text: {release: ids or codes}.
    figures: defaultdict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    texts: defaultdict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    soc_codes: set[str] = field(default_factory=set)
    # Rows of which models may stand for any career.
    all_figures: set[type[models.Model]] = field(default_factory=set)
    all_texts: bool = False
    prepared: Prepared | None = None

    def __bool__(self) -> bool:
        one_by_one = (self.careers, self.figures, self.texts, self.soc_codes)
        return bool(self.all_figures) or self.all_texts or any(one_by_one)

    def derive(self) -> None:
        careers = set() if self.all_texts else self._careers()
        profiles = self.prepared.profiles if self.prepared else None
        if self.all_figures and not self.all_texts:
            listing.refresh_figures(self.all_figures)
        if careers or self.all_texts:
            listing.refresh(None if self.all_texts else careers, profiles=profiles)
        if self.prepared:
            index.put_live(self.prepared.edition)
        elif careers or self.all_texts:
            index.refresh(None if self.all_texts else careers)
        of_all = self.all_texts or bool(self.all_figures)
        for listener in _listeners if of_all or careers else ():
            listener(None if of_all else careers)

    def _careers(self) -> set[int]:
        shown = set(Release.objects.shown().filter(pk__in=[*self.figures, *self.texts]).values_list("pk", flat=True))
        occupations = set().union(*(self.figures[release] for release in shown & self.figures.keys()))
        codes = set(Occupation.objects.filter(pk__in=occupations).values_list("code", flat=True)) | self.soc_codes
        onet_codes = set().union(*(self.texts[release] for release in shown & self.texts.keys()))
        affected = Q(onet_code__in=onet_codes) if onet_codes else Q(pk__in=[])
        for code in codes:
            affected |= _who_may_show(code)
        if not codes and not onet_codes:
            return self.careers
        return self.careers.union(Career.objects.filter(affected).values_list("pk", flat=True))


def _who_may_show(code: str) -> Q:
    """Careers whose pages may show figures of a SOC code: as their own, a wider group's or an older one's."""
    careers = Q(occupation__code=code) | Q(occupation__predecessors__code=code)
    if code.endswith("0"):
        careers |= Q(occupation__code__startswith=code[:6])
    return careers | Q(occupation__code__in=COMBINED_CODES.get(code, ()))


_waiting: ContextVar[Changes | None] = ContextVar("waiting", default=None)
_listeners: list[Callable[[set[int] | None], None]] = []


def tell_of_changes(listener: Callable[[set[int] | None], None]) -> None:
    """`listener` is called within each change, with the ids of the careers whose pages may say something else.

    None stands for all of them.
    """
    if listener not in _listeners:
        _listeners.append(listener)


@contextmanager
def together() -> Iterator[Changes]:
    """A transaction at whose end what was changed in it is derived again, once; nobody else derives meanwhile."""
    if (waiting := _waiting.get()) is not None:
        yield waiting
        return
    with transaction.atomic():
        wait_to_derive()
        changes = Changes()
        token = _waiting.set(changes)
        try:
            yield changes
        finally:
            _waiting.reset(token)
        if changes:
            changes.derive()


def refresh_all() -> None:
    """Derive everything again."""
    with together() as changes:
        changes.all_texts = True


def careers_changed(careers: Iterable[int]) -> None:
    """To be called where careers were written in bulk."""
    with together() as changes:
        changes.careers.update(careers)


def release_moved(release: Release) -> None:
    """To be called where a release came to be shown, or is no longer shown."""
    with together() as changes:
        if release.record.makes_careers:
            changes.all_texts = True
        elif release.record.one_a_career or release.record.listed:
            changes.all_figures.add(release.record.row_model)


def connect(app_config) -> None:
    Synonym.words_of = staticmethod(synonyms.words_of)
    Wish.words_of = staticmethod(wishes.words_of)
    for model in (Career, Credential, *PARTS, *LOOKED_UP_BY):
        pre_save.connect(_about_to_save, sender=model)
        pre_delete.connect(_about_to_delete, sender=model)
    post_save.connect(_career_changed, sender=Career)
    post_delete.connect(_career_changed, sender=Career)
    for model in PARTS:
        post_save.connect(_part_changed, sender=model)
        post_delete.connect(_part_changed, sender=model)
    post_save.connect(_credential_saved, sender=Credential)
    for model in (*FIGURES, OnetProfile):
        post_save.connect(_row_changed, sender=model)
        post_delete.connect(_row_changed, sender=model)
    post_save.connect(_occupation_saved, sender=Occupation)
    post_save.connect(_release_saved, sender=Release)
    m2m_changed.connect(_predecessors_changed, sender=Occupation.predecessors.through)
    post_migrate.connect(_keep_rules, sender=app_config)
    post_migrate.connect(_fill, sender=app_config)


def _about_to_save(sender: type[models.Model], instance: models.Model, raw: bool = False, **kwargs) -> None:
    if raw or instance.pk is None:
        return
    _wait()
    if names := LOOKED_UP_BY.get(sender):
        instance.stored = sender.objects.filter(pk=instance.pk).values(*names).first()
    elif sender in PARTS and instance.stored_career_id is None:
        instance.stored_career_id = sender.objects.filter(pk=instance.pk).values_list("career", flat=True).first()


def _about_to_delete(**kwargs) -> None:
    _wait()


def _wait() -> None:
    # Without a transaction the row is stored by itself, and then others can read it.
    if _waiting.get() is None and connection.in_atomic_block:
        wait_to_derive()


def _stored(instance: models.Model) -> dict:
    """What `LOOKED_UP_BY` names, as it was before the row was saved; nothing where it was not there."""
    return instance.__dict__.pop("stored", None) or {}


def _career_changed(instance: Career, raw: bool = False, **kwargs) -> None:
    if not raw:
        careers_changed([instance.pk])


def _part_changed(sender: type[models.Model], instance, raw: bool = False, origin=None, **kwargs) -> None:
    # A part that goes because its career goes must not bring the listing of that career back.
    goes_alone = origin is None or getattr(origin, "model", type(origin)) is sender
    if not raw and goes_alone:
        careers_changed({instance.career_id, instance.stored_career_id or instance.career_id})
        instance.stored_career_id = instance.career_id


def _credential_saved(instance: Credential, created: bool, raw: bool = False, **kwargs) -> None:
    if not raw and not created:
        careers_changed(instance.career_links.values_list("career", flat=True))


def _row_changed(
    sender: type[models.Model], instance: Pay | Outlook | OnetProfile, raw: bool = False, **kwargs
) -> None:
    if raw:
        return
    by_release, looked_up = LOOKED_UP_BY[sender]
    now = {by_release: instance.release_id, looked_up: getattr(instance, looked_up)}
    with together() as changes:
        rows = changes.figures if sender in FIGURES else changes.texts
        for row in (_stored(instance) or now, now):
            rows[row[by_release]].add(row[looked_up])


def _occupation_saved(instance: Occupation, created: bool, raw: bool = False, **kwargs) -> None:
    code = _stored(instance).get("code", instance.code)
    if not raw and code != instance.code:
        with together() as changes:
            changes.soc_codes |= {code, instance.code}


def _release_saved(instance: Release, created: bool, raw: bool = False, **kwargs) -> None:
    before = _stored(instance)
    now = {name: getattr(instance, name) for name in LOOKED_UP_BY[Release]}
    if not raw and before and before != now and {before["state"], now["state"]} & set(Release.SHOWN):
        release_moved(instance)


def _predecessors_changed(instance: Occupation, action: str, reverse: bool, pk_set: set[int] | None, **kwargs) -> None:
    """Named on either side: `instance` has other predecessors, or (`reverse`) others have it as one."""
    if action == "pre_clear" and reverse:
        instance.stored = list(instance.successors.values_list("code", flat=True))
    if not action.startswith("post_"):
        return
    with together() as changes:
        changes.soc_codes.add(instance.code)
        if reverse:
            changes.soc_codes.update(instance.__dict__.pop("stored", ()))
            changes.soc_codes.update(Occupation.objects.filter(pk__in=pk_set or ()).values_list("code", flat=True))


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
