"""What the site holds about a person, by email address: export, erase, and let expire."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from careers import denormalized
from careers.locks import wait_to_derive, wait_to_make_versions
from careers.previews.keeping import forget_unsaved, prune
from careers.search import failed_searches
from careers.versions import keeping

from . import admin_log, former_colleagues, gone, limits, texts, versions
from .addresses import rows_with
from .copies import in_json
from .mail import files, standing
from .mail import keeping as mail_keeping
from .models import Answer, Expert, Invitation, Question, SignIn, SignupRequest, Subscription
from .questions.experts import data as expert_data
from .questions.own import exporting, forgetting
from .questions.own.askers_words import AskersWords
from .questions.public import feedback, finding
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
        "mails": mail_keeping.export(email, subscriptions),
        "erased_before": forgotten.was_erased(email),
        "questions": [exporting.exported(row) for row in questions],
        "mentioned_in": [
            _mention(mention)
            for mention in texts.mentioning(email)
            if not (isinstance(mention.row, Question) and mention.row in questions)
        ],
        "staff_accounts": [_account(account) for account in _accounts(email)],
        "invitations": [
            {"name": row.name, "invited": row.created_at.isoformat()}
            for row in rows_with(Invitation.objects.all(), email)
        ],
        "mail_that_came_back": [
            {"at": row.at.isoformat(), "what": row.get_kind_display(), "said": row.said}
            for row in standing.troubles_of(email)
        ],
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


def erase(email: str) -> tuple[int, int]:
    """Forget `email`: (subscriptions deleted, questions changed). Published questions stay, without who asked them.

    Whoever wrote it into a text of the site, there too it is taken out. A staff account stays, without the address
    and without its sign-ins; one that was removed stays without its name too. Answers stay under the name of the expert
    who gave them: staff change that where it is asked for.

    NotAnAddress, a ValueError, and nothing is changed, if it is none.
    """
    with denormalized.together():
        wait_to_make_versions()
        subscriptions = rows_with(Subscription.objects.all(), email)
        deleted = subscribers.forget(subscriptions, email)
        words, changed = _erase_asker(email)
        rows_with(Invitation.objects.all(), email).delete()
        standing.lift(email)
        accounts = _accounts(email)
        former_colleagues.forget(former_colleagues.removed(accounts))
        SignIn.objects.filter(user__in=list(accounts)).delete()
        accounts.update(email="")
    files.forget(words.are_in)
    return deleted, changed


def erase_asker(question: Question) -> None:
    """Forget who asked this one question. Its link may be years old, or in other hands: it deletes nothing else."""
    words = AskersWords.of([question])
    with denormalized.together():
        wait_to_make_versions()
        forgetting.erase(Question.objects.filter(pk=question.pk), words)
        gone.note(gone.QUESTION, str(question.pk))
        if question.email and not rows_with(Question.objects.all(), question.email).exists():
            _forget_mail_to(question.email)
        forget_unsaved()
    files.forget(words.are_in)


def _erase_asker(email: str) -> tuple[AskersWords, int]:
    """What they wrote, of which nothing is left, and how many questions changed."""
    questions = rows_with(Question.objects.all(), email)
    asked = list(questions)
    words = AskersWords.of(asked, email)
    changed = forgetting.erase(questions, words)
    _forget_mail_to(email)
    held = [row for row in texts.take_out(email) if isinstance(row, Question | Answer)]
    mentioning = {row.pk if isinstance(row, Question) else row.question_id for row in held} - {one.pk for one in asked}
    finding.refresh(mentioning)
    admin_log.forget_address(email)
    versions.forget_address(email)
    forget_unsaved()
    return words, changed + len(mentioning)


def _forget_mail_to(email: str) -> None:
    mail_keeping.forget(email, Subscription.objects.none())
    forgetting.forget_links(email)
    rows_with(SignupRequest.objects.filter(wants=SignupRequest.Wants.QUESTIONS), email).delete()


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
    files.expire()
    gone.expire()
    return _expire(mail_keeping.expire())


@transaction.atomic
def _expire(mails: int) -> Expired:
    _wait_for_saves()
    now = timezone.now()
    signup_limit = now - timedelta(days=settings.SIGNUP_RETENTION_DAYS)
    ended = confirming.expire() + confirming.expire_ended(signup_limit)
    question_limit = now - timedelta(days=settings.QUESTION_RETENTION_DAYS)
    old = Question.objects.filter(created_at__lt=question_limit)
    questions = forgetting.forget_askers(old.values_list("pk", flat=True)) + forgetting.expire()
    versions.forget_askers(old)
    versions.forget_deleted(asked_before=question_limit)
    seen_limit = now - timedelta(days=settings.SIGN_IN_RETENTION_DAYS)
    Invitation.objects.filter(expires_at__lt=seen_limit).delete()
    former_colleagues.forget(former_colleagues.removed_before(now - timedelta(days=settings.VERSION_RETENTION_DAYS)))
    sign_ins, _ = SignIn.objects.filter(last_seen_at__lt=seen_limit).delete()
    feedback.expire()
    limits.expire()
    standing.expire()
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


def _account(account) -> dict:
    return {
        "user_name": account.get_username(),
        "name": account.get_full_name(),
        "user_name_stands_in": former_colleagues.named_in(account.get_username()),
        "sign_ins": [_sign_in(row) for row in account.sign_ins.all()],
        "experts": [expert_data.exported(expert) for expert in Expert.objects.filter(account=account)],
    }


def _sign_in(row: SignIn) -> dict:
    return {
        "signed_in": row.at.isoformat(),
        "how": row.get_way_display(),
        "network": row.network,
        "last_active": row.last_seen_at.isoformat(),
        "ended": in_json(row.ended_at),
    }


def _mention(mention: texts.Mention) -> dict:
    written = {"written": mention.written.isoformat()} if mention.written else {}
    return {"text": mention.text, "where": mention.where, **written}
