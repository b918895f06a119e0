"""Which facts of the site an expert can tick as those that an answer rests on."""

from collections.abc import Iterable

from careers.models import Credential
from schools.models import School

from ...models import Answer, AnswerFact, Question

Kind = AnswerFact.Kind

LABELS = {Kind.PAY: "Median pay", Kind.OUTLOOK: "Job outlook", Kind.EDUCATION: "Entry-level education"}
# Of each kind, so that the form stays short.
MOST = 12


def choices(question: Question) -> dict[str, str]:
    """{value that a form sends: label} of the facts of the question's career."""
    career = question.career
    if career is None:
        return {}
    links = career.careercredentials.select_related("credential__organization")[:MOST]
    schools = School.objects.featured_for(career)[:MOST]
    return {
        **{kind.value: label for kind, label in LABELS.items()},
        **{f"{Kind.CREDENTIAL}:{link.credential_id}": _named(link.credential) for link in links},
        **{f"{Kind.SCHOOL}:{school.pk}": school.name for school in schools},
    }


def _named(credential: Credential) -> str:
    """Two organizations may have credentials of one name."""
    by = credential.organization
    return f"{credential}, {by.acronym or by.name}"


def chosen(answer: Answer) -> list[str]:
    return sorted(_value(fact) for fact in answer.facts.all())


def keep(answer: Answer, values: Iterable[str]) -> None:
    """Let `answer` rest on these; what was noted of those that stay is kept."""
    wanted = set(values)
    before = {_value(fact): fact for fact in answer.facts.all()}
    AnswerFact.objects.filter(pk__in=[fact.pk for value, fact in before.items() if value not in wanted]).delete()
    AnswerFact.objects.bulk_create(_fact(answer, value) for value in sorted(wanted - before.keys()))


def _value(fact: AnswerFact) -> str:
    about = fact.credential_id or fact.school_id
    return f"{fact.kind}:{about}" if fact.kind not in AnswerFact.OF_CAREER else fact.kind


def _fact(answer: Answer, value: str) -> AnswerFact:
    kind, _, number = value.partition(":")
    about = {f"{kind}_id": int(number)} if number else {"career": answer.question.career}
    return AnswerFact(answer=answer, kind=kind, **about)
