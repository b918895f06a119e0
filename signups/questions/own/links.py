"""The links of askers, and the codes of those who gave no address.

A link in a mail works as long as the question has the address, for nothing else opens its page: it holds a keyed hash
of the address, so that it ends when the address goes. It opens and deletes this one question, nothing else that was
asked with the address. What a code opens ends within the hour, for it is often typed
into a computer that others use next.
"""

import secrets
from urllib.parse import urljoin

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import salted_hmac

from ...address_hash import hash_of, hashes_of
from ...models import Question
from ...updates.links import DAY, DAYS_TO_CONFIRM, OF_HASH, DoesNotOpen, Purpose

MINUTES_OF_CODE = 60
CONFIRM = Purpose("signups.confirm-question", "signups:confirm-question", DAYS_TO_CONFIRM * DAY)
MINE = Purpose("signups.my-question", "signups:my-question")
BY_CODE = Purpose("signups.question-by-code", "signups:my-question", MINUTES_OF_CODE * 60)

# Without those that are taken for each other on paper: 0 and O, 1, I and L.
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
GROUPS, IN_GROUP = 3, 4


def confirm_url(question: Question) -> str:
    return urljoin(settings.SITE_URL, address(CONFIRM, question))


def status_url(question: Question) -> str:
    """For mails: the page of the question for its asker."""
    return urljoin(settings.SITE_URL, address(MINE, question))


def address(purpose: Purpose, question: Question) -> str:
    """On this site, without its name."""
    held = question.code_hash if purpose is BY_CODE else hash_of(question.email)
    return reverse(purpose.page, args=[signing.dumps([question.pk, held[:OF_HASH]], salt=purpose.salt)])


def to_confirm(token: str) -> Question:
    return _question(token, CONFIRM)


def question_of(token: str) -> Question:
    """The question whose page the link or the code opens; DoesNotOpen where there is none any more."""
    try:
        return _question(token, MINE)
    except DoesNotOpen as problem:
        if problem.why != DoesNotOpen.BROKEN:
            raise
    return _question(token, BY_CODE)


def new_code() -> str:
    """Such as "K7QF-3MWX-9TRA": 59 bits, which nobody finds by trying."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(IN_GROUP)) for _ in range(GROUPS))


def code_hash(code: str) -> str:
    return _hashed(code, settings.SECRET_KEY)


def question_with_code(code: str) -> Question | None:
    """However the code is written: small letters and spaces mean nothing."""
    hashes = [_hashed(code, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return Question.objects.filter(code_hash__in=hashes).first() if _letters(code) else None


def _hashed(code: str, key: str) -> str:
    return salted_hmac("signups.question-code", _letters(code), secret=key, algorithm="sha256").hexdigest()


def _letters(code: str) -> str:
    return "".join(filter(str.isalnum, code)).upper()


def _question(token: str, purpose: Purpose) -> Question:
    try:
        pk, held = signing.loads(token, salt=purpose.salt, max_age=purpose.seconds)
    except signing.SignatureExpired:
        raise DoesNotOpen(DoesNotOpen.EXPIRED) from None
    # What is signed, and holds something else, was made by another edition of the site.
    except (signing.BadSignature, TypeError, ValueError):
        raise DoesNotOpen(DoesNotOpen.BROKEN) from None
    question = Question.objects.select_related("career", "merged_into__career").filter(pk=pk).first()
    if question is None or held not in _known(question, purpose):
        raise DoesNotOpen(DoesNotOpen.GONE)
    return question


def _known(question: Question, purpose: Purpose) -> set[str]:
    if purpose is BY_CODE:
        return {question.code_hash[:OF_HASH]} - {""}
    return {known[:OF_HASH] for known in hashes_of(question.email)} if question.email else set()
