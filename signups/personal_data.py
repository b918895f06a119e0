"""What the site holds about a person, by email address: export, erase, and let expire."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from careers.locks import wait_to_derive, wait_to_make_versions
from careers.previews.keeping import forget_unsaved, prune
from careers.search import failed_searches
from careers.versions import keeping

from . import admin_log, former_colleagues, limits, versions
from .addresses import normal, rows_with, without
from .mail import keeping as mail_keeping
from .models import Answer, Invitation, Question, SignIn, Subscription
from .updates import confirming, forgotten, subscribers


def export(email: str) -> dict:
    """Everything stored under `email`, as plain values for JSON; NotAnAddress, a ValueError, if it is none."""
    _wait_for_saves()
    subscriptions, questions = rows_with(Subscription.objects.all(), email), rows_with(Question.objects.all(), email)
    entries = {
        entry.pk: entry
        for entry in [*admin_log.mentioning(email), *admin_log.about(subscriptions), *admin_log.about(questions)]
    }
    return {
        "email": email,
        "subscriptions": [subscribers.exported(row) for row in subscriptions],
        "signup_forms": subscribers.forms_of(email),
        "mails": subscribers.mails_to(email),
        "erased_before": forgotten.was_erased(email),
        "questions": [_question(row) for row in questions],
        "mentioned_in": [
            {"text": row.text, "where": row._meta.verbose_name, "written": written.isoformat()}
            for row, written in _mentioning(email)
            if not (isinstance(row, Question) and row in questions)
        ],
        "staff_accounts": [_account(account) for account in _accounts(email)],
        "invitations": [
            {"name": row.name, "invited": row.created_at.isoformat()}
            for row in rows_with(Invitation.objects.all(), email)
        ],
        "mail": mail_keeping.export(email, subscriptions),
        "log_of_staff": [
            {"written": entry.action_time.isoformat(), "entry": str(entry)} for _, entry in sorted(entries.items())
        ],
        "earlier_versions": [
            {"of": str(version), "written": version.made_at.isoformat()} for version in versions.mentioning(email)
        ],
        "drafts": [
            {"of": str(draft), "written": draft.changed_at.isoformat()} for draft in versions.drafts_mentioning(email)
        ],
    }


@transaction.atomic
def erase(email: str) -> tuple[int, int]:
    """Forget `email`: (subscriptions deleted, questions changed). Published questions stay, without the address.

    Whoever wrote it into a question or an answer, there too it is taken out. A staff account stays, without the address
    and without its sign-ins; one that was removed stays without its name too.

    NotAnAddress, a ValueError, and nothing is changed, if it is none.
    """
    _wait_for_saves()
    subscriptions, questions = rows_with(Subscription.objects.all(), email), rows_with(Question.objects.all(), email)
    asked = set(questions.values_list("pk", flat=True))
    mail_keeping.forget(email, subscriptions)
    deleted, changed = subscribers.forget(subscriptions, email), _forget_askers(questions)
    mentioning = _take_out_of_texts(email) - asked
    admin_log.forget_address(email)
    versions.forget_address(email)
    rows_with(Invitation.objects.all(), email).delete()
    forget_unsaved()
    accounts = _accounts(email)
    former_colleagues.forget(former_colleagues.removed(accounts))
    SignIn.objects.filter(user__in=list(accounts)).delete()
    accounts.update(email="")
    return deleted, changed + len(mentioning)


@dataclass(frozen=True)
class Expired:
    """How many unconfirmed or ended subscriptions, fruitless searches, old versions, sign-ins of staff and rows of mail
    went, and how many questions changed."""

    subscriptions: int
    questions: int
    searches: int
    versions: int = 0
    sign_ins: int = 0
    mails: int = 0


def expire() -> Expired:
    """Delete what is past its time; mail by the thousand, so that nobody waits for it."""
    return _expire(mail_keeping.expire())


@transaction.atomic
def _expire(mails: int) -> Expired:
    _wait_for_saves()
    now = timezone.now()
    signup_limit = now - timedelta(days=settings.SIGNUP_RETENTION_DAYS)
    ended = confirming.expire() + confirming.expire_ended(signup_limit)
    question_limit = now - timedelta(days=settings.QUESTION_RETENTION_DAYS)
    old = Question.objects.filter(created_at__lt=question_limit)
    questions = _forget_askers(old)
    versions.forget_askers(old)
    versions.forget_deleted(asked_before=question_limit)
    seen_limit = now - timedelta(days=settings.SIGN_IN_RETENTION_DAYS)
    Invitation.objects.filter(expires_at__lt=seen_limit).delete()
    former_colleagues.forget(former_colleagues.removed_before(now - timedelta(days=settings.VERSION_RETENTION_DAYS)))
    sign_ins, _ = SignIn.objects.filter(last_seen_at__lt=seen_limit).delete()
    limits.expire()
    prune()
    # Sessions that ended, also those of strangers who went no further than the page for signing in.
    call_command("clearsessions")
    return Expired(ended, questions, failed_searches.purge(), keeping.prune(), sign_ins, mails)


def _wait_for_saves() -> None:
    """Or somebody who saves what they read before would put it back."""
    wait_to_derive()
    wait_to_make_versions()


def _accounts(email: str) -> QuerySet:
    return rows_with(get_user_model().objects.all(), email)


def _question(row: Question) -> dict:
    return {
        "question": row.text,
        "asked_by": row.asked_by,
        "asked": row.created_at.isoformat(),
        "status": row.get_status_display(),
    }


def _account(account) -> dict:
    return {
        "user_name": account.get_username(),
        "name": account.get_full_name(),
        "user_name_stands_in": former_colleagues.named_in(account.get_username()),
        "sign_ins": [_sign_in(row) for row in account.sign_ins.all()],
    }


def _sign_in(row: SignIn) -> dict:
    return {
        "signed_in": row.at.isoformat(),
        "how": row.get_way_display(),
        "network": row.network,
        "last_active": row.last_seen_at.isoformat(),
        "ended": row.ended_at.isoformat() if row.ended_at else None,
    }


def _mentioning(email: str) -> Iterator[tuple[Question | Answer, date]]:
    """Questions and answers whose text holds `email`, whoever wrote it there, and when that was."""
    name = normal(email).rpartition("@")[0]
    for model, written in ((Question, "created_at"), (Answer, "answered_on")):
        for row in model.objects.filter(text__icontains=f"{name}@"):
            if without(row.text, email) != row.text:
                yield row, getattr(row, written)


def _take_out_of_texts(email: str) -> set[int]:
    """Take `email` out of what questions and answers say; the ids of those questions."""
    changed = set()
    for row, _ in _mentioning(email):
        type(row).objects.filter(pk=row.pk).update(text=without(row.text, email))
        changed.add(row.pk if isinstance(row, Question) else row.question_id)
    return changed


def _forget_askers(questions) -> int:
    published = questions.filter(status=Question.Status.PUBLISHED).exclude(email="")
    unpublished = questions.exclude(status=Question.Status.PUBLISHED)
    versions.forget_questions([*published.values_list("pk", flat=True), *unpublished.values_list("pk", flat=True)])
    count = published.update(email="", submission_key=None)
    admin_log.forget_rows(unpublished)
    _, deleted = unpublished.delete()
    return count + deleted.get(Question._meta.label, 0)
