"""How askers go from the site: by their own wish, by staff's, and once their time is over.

Of a question that is published its answer stays, and how a moderator worded it, unless that holds something of the
asker. Any other goes whole.
"""

from collections.abc import Collection, Iterable
from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from careers import denormalized
from careers.locks import wait_to_make_versions

from ... import admin_log, limits, versions
from ...addresses import NotAnAddress, mailable, normal
from ...limits import Limit, Window
from ...mail import keeping as mail_keeping
from ...models import Delivery, Question, QuestionStep, Subscription, Wording
from ...updates.links import DAYS_TO_CONFIRM
from ..public import finding
from ..steps import Role, open_again_those_merged_into, take
from . import mails as asker_mails
from . import requests as own_requests
from . import shown as own_page
from .askers_words import AskersWords

Status = Question.Status
_HOLDS_ASKER = ~Q(email="") | ~Q(asked_text="") | ~Q(asked_background="") | Q(submission_key__isnull=False)
AT_ONCE = 500
# What is past its time can wait for the next of these.
EXPIRY = Limit("expiry of questions", (Window(1, 900),))
# What a published question is called whose words went with its asker.
ABOUT, ABOUT_NOTHING = "A question about", "A question from a visitor"
# In an answer, what an expert or a moderator wrote.
OF_ANSWER = ("short", "text", "sources", "reviewers_note", "recheck_because")


def erase(questions: QuerySet[Question], words: AskersWords | None = None) -> int:
    """Forget who asked these, with all that is theirs; how many changed. `words` are what counts as theirs."""
    pks = list(questions.values_list("pk", flat=True))
    published = Question.objects.filter(pk__in=pks, status=Status.PUBLISHED)
    for question in published.select_related("career").prefetch_related("answers", "feedback"):
        _leave_what_may_stay(question, words or AskersWords.of([question]))
    published.update(code_hash="")
    QuestionStep.objects.filter(question__in=pks).update(note="")
    admin_log.about(Question.objects.filter(pk__in=pks)).update(change_message="")
    return _forget(pks, list(published.values_list("pk", flat=True)))


def forget_askers(pks: Iterable[int]) -> int:
    """Keep nothing of who asked these questions, once their time is over; how many changed."""
    pks, changed = list(pks), 0
    for start in range(0, len(pks), AT_ONCE):
        some = pks[start : start + AT_ONCE]
        published = Question.objects.filter(_HOLDS_ASKER, pk__in=some, status=Status.PUBLISHED)
        with_codes = published.exclude(code_hash="")
        wordings = [worded.pk for question in with_codes if (worded := _worded_without_theirs(question))]
        changed += _forget(some, list(published.values_list("pk", flat=True)), wordings)
    return changed


def _forget(pks: list[int], of_asker: list[int], wordings: Collection[int] = ()) -> int:
    """`of_asker` are those of `pks` that are published and hold something of theirs; `wordings` stay."""
    unpublished = Question.objects.filter(pk__in=pks).exclude(status=Status.PUBLISHED)
    gone = list(unpublished.values_list("pk", flat=True))
    open_again_those_merged_into(gone, are_deleted=True)
    versions.forget_questions([*of_asker, *gone])
    admin_log.forget_rows(unpublished)
    admin_log.forget_rows(Question.objects.filter(pk__in=of_asker))
    _forget_mails(pks)
    Wording.objects.filter(question__in=of_asker).exclude(pk__in=wordings).delete()
    Wording.objects.filter(pk__in=wordings).update(reason="")
    Question.objects.filter(pk__in=of_asker).update(
        email="", asked_text="", asked_background="", submission_key=None, declined_because=""
    )
    _, deleted = unpublished.delete()
    return len(of_asker) + deleted.get(Question._meta.label, 0)


def _worded_without_theirs(question: Question) -> Wording | None:
    """What shows, once the asker's words are gone, that the public ones are a moderator's."""
    words = AskersWords.of([question])
    if words.are_in(question.text) or words.are_in(question.background):
        return None
    return _moderators(question)


def _moderators(question: Question) -> Wording | None:
    public = {"text": question.text, "background": question.background}
    return question.wordings.filter(is_askers=False, **public).last()


def forget_links(email: str) -> None:
    limits.forget(own_requests.LINKS, mailable(email))


def expire() -> int:
    """Forget what nobody confirmed in time, and askers whose question ended long ago; how many questions."""
    return sum(map(forget_askers, _past_their_time()))


def expire_when_due() -> None:
    if not limits.is_first(EXPIRY) or not any(_past_their_time()):
        return
    with denormalized.together():
        wait_to_make_versions()
        expire()


def _past_their_time() -> list[list[int]]:
    return [_not_confirmed(), _answered(), _ended()]


def to_be_reworded() -> QuerySet[Question]:
    """Published ones that lost their words with their asker, and have no new ones yet."""
    lost = QuestionStep.objects.filter(question=OuterRef("pk"), name="forget-words")
    nameless = Q(text__startswith=ABOUT) | Q(text=ABOUT_NOTHING)
    return Question.objects.filter(Exists(lost), nameless, status=Status.PUBLISHED)


def _not_confirmed() -> list[int]:
    limit = timezone.now() - timedelta(days=DAYS_TO_CONFIRM)
    late = Question.objects.filter(status=Status.UNCONFIRMED, created_at__lt=limit)
    return list(late.values_list("pk", flat=True))


def _answered() -> list[int]:
    """Those that were answered long ago, but for askers who get updates at the same address.

    Where there is no address the code opens the answer longer.
    """
    answered = Question.objects.filter(_HOLDS_ASKER, status__in=Question.WITH_ANSWER, answered_at__lt=_kept_since())
    rows = list(answered.exclude(status=Status.PRIVATE, email="").values_list("pk", "email"))
    follow = _following(email for _, email in rows)
    return [pk for pk, email in rows if _normal(email) not in follow]


def _ended() -> list[int]:
    """Those that ended long ago without an answer. One that is like another has its answer when that has."""
    waits = Q(merged_into__status__in=Question.OPEN) | Q(merged_into__answered_at__gte=_kept_since())
    ended = Question.objects.filter(_HOLDS_ASKER | ~Q(code_hash=""), status__in=own_page.ENDED)
    last = ended.annotate(ended_at=Coalesce(Max("steps__at"), "created_at")).filter(ended_at__lt=_kept_since())
    return sorted({*last.values_list("pk", flat=True)} - {*ended.filter(waits).values_list("pk", flat=True)})


def _kept_since():
    return timezone.now() - timedelta(days=settings.ASKER_RETENTION_DAYS)


def _following(emails) -> set[str]:
    addresses, follow = sorted({_normal(email) for email in emails} - {""}), set()
    confirmed = Subscription.objects.confirmed().filter(topics__confirmed_at__isnull=False)
    for start in range(0, len(addresses), AT_ONCE):
        some = confirmed.filter(normal_email__in=addresses[start : start + AT_ONCE])
        follow.update(some.values_list("normal_email", flat=True))
    return follow


def _normal(email: str) -> str:
    try:
        return normal(email)
    except NotAnAddress:
        return ""


def _leave_what_may_stay(question: Question, words: AskersWords) -> None:
    """The answers without the asker's name, and the public wording if it is none of theirs."""
    for row in [*question.answers.all(), *question.feedback.all()]:
        names = OF_ANSWER if hasattr(row, "short") else ("text",)
        left = {name: words.taken_out(getattr(row, name)) for name in names}
        type(row).objects.filter(pk=row.pk).update(**{n: _fitting(row, n, text) for n, text in left.items()})
    # Of what a code opens the asker's own words may be gone already, and none are left to compare.
    is_unknown = question.code_hash and not question.asked_text and not _moderators(question)
    if words.are_in(question.text) or words.are_in(question.background) or is_unknown:
        title = f"{ABOUT} {question.career.title}" if question.career else ABOUT_NOTHING
        take("forget-words", question, Role.ASKER, text=title, background="", promised_on=question.promised_on)
    finding.refresh([question.pk])


def _fitting(row, name: str, text: str) -> str:
    return text[: row._meta.get_field(name).max_length]


def _forget_mails(pks: list[int]) -> None:
    of_these = {"mailing__kind__in": asker_mails.ABOUT_ONE, "mailing__data__question__in": pks}
    mail_keeping.forget_rows(Delivery.objects.filter(**of_these))
