"""schema.org's description of a question's page.

It is an Article by its experts: QAPage is for pages on which anybody can answer.
"""

from collections.abc import Sequence
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString

from careers.profile.structured_data import breadcrumbs, script

from ...models import Expert, Question
from .reading import ReadAnswer


def of_page(question: Question, answers: Sequence[ReadAnswer], site_name: str) -> SafeString:
    return script(
        _article(question, answers, site_name),
        breadcrumbs(
            ("Home", "/"), ("Answers", reverse("signups:questions")), (question.text, question.get_absolute_url())
        ),
    )


def _article(question: Question, answers: Sequence[ReadAnswer], site_name: str) -> dict:
    address = urljoin(settings.SITE_URL, question.get_absolute_url())
    days = [day for read in answers for day in (read.answer.answered_on, read.answer.checked_on) if day]
    article = {
        "@type": "Article",
        "headline": question.text,
        "description": answers[0].in_short,
        "url": address,
        "mainEntityOfPage": address,
        "datePublished": min(read.answer.answered_on for read in answers).isoformat(),
        "dateModified": max(days).isoformat(),
        "publisher": {"@type": "Organization", "name": site_name, "url": f"{settings.SITE_URL}/"},
    }
    # Nobody wrote a sample.
    authors = {read.answer.expert: _person(read.answer.expert) for read in answers if not read.answer.expert.is_sample}
    if authors:
        article["author"] = list(authors.values())
    if question.career:
        career = question.career
        about = {
            "@type": "Occupation",
            "name": career.title,
            "url": urljoin(settings.SITE_URL, career.get_absolute_url()),
        }
        article["about"] = about
    return article


def _person(expert: Expert) -> dict:
    person = {"@type": "Person", "name": expert.name, "description": expert.role}
    organization = expert.organization or (expert.school.name if expert.school else "")
    if organization:
        person["worksFor"] = {"@type": "Organization", "name": organization}
    return person
