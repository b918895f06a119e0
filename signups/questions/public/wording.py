"""What pages, feeds and mails say of an answer in few words, and what it rests on."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import Truncator

from careers.profile.markdown import plain_sentences

from ...models import Answer, AnswerFact, Question

# Where an expert gave no short answer: the first sentences, until they say something.
ENOUGH_LETTERS, MOST_LETTERS = 40, 300
# Nothing that is seen of a beginning lies further back.
READ = 2_000
SENTENCE = re.compile(r".+?[.!?](?=\s|$)", re.DOTALL)
SECTIONS = {AnswerFact.Kind.PAY: "salary", AnswerFact.Kind.OUTLOOK: "outlook", AnswerFact.Kind.EDUCATION: "education"}


@dataclass(frozen=True)
class FactLine:
    """`address` is empty of what visitors cannot open."""

    says: str
    address: str


def in_short(answer: Answer) -> str:
    if answer.short:
        return answer.short
    text, kept = " ".join(plain_sentences(answer.text[:READ])), ""
    for sentence in SENTENCE.findall(text):
        kept = f"{kept} {sentence.strip()}".strip()
        if len(kept) >= ENOUGH_LETTERS:
            break
    return Truncator(kept or text).chars(MOST_LETTERS)


def facts_of(answer: Answer) -> list[FactLine]:
    """What the site tells, of what the answer rests on; nothing of what is no longer there."""
    return [_fact(fact) for fact in answer.facts.all() if fact.about is not None]


def _fact(fact: AnswerFact) -> FactLine:
    if fact.kind == AnswerFact.Kind.CREDENTIAL:
        return FactLine(str(fact.credential), fact.credential.address)
    if fact.kind == AnswerFact.Kind.SCHOOL:
        return FactLine(str(fact.school), reverse("schools:list"))
    says = fact.get_kind_display().removesuffix(" of the career")
    address = f"{fact.career.get_absolute_url()}#{SECTIONS[fact.kind]}" if fact.career.is_published else ""
    return FactLine(f"{says}: {fact.career.title}", address)


def are_samples(questions: Iterable[Question]) -> bool:
    """Whether there are questions, and no real person gave any of their answers."""
    experts = [answer.expert for question in questions for answer in question.answers.all()]
    return bool(experts) and all(expert.is_sample for expert in experts)


def is_sample(question: Question) -> bool:
    return are_samples([question])
