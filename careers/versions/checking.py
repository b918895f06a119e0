"""What the publishing check finds of careers as documents have them."""

from collections.abc import Mapping

from django.db.models import prefetch_related_objects

from ..models import Career
from ..profile.publishing.check import LISTS, Edited, findings_of_edited
from ..profile.publishing.findings import Finding
from ..profile.publishing.page import site_of
from .careers import CAREER
from .documents import object_of

Findings = dict[int, list[Finding]]


def _edited(documents: Mapping[int, dict | None]) -> list[Edited]:
    edited = []
    for pk, document in documents.items():
        if document and is_public(document):
            career = object_of(CAREER, pk, document, lists=LISTS)
            edited.append(Edited(career, career.rows_opened, document["links"]["related"]))
    return edited


def added_findings(documents: Mapping[int, dict], stored: Mapping[int, dict | None]) -> Findings:
    """By number, of those of `documents` that visitors see, without what was so on the public page already.

    Errors first. At most 8 queries, however many there are.
    """
    # The site is read once for both.
    wanted, known = _edited(documents), _edited(stored)
    if not wanted:
        return {}
    careers = [one.career for one in [*wanted, *known]]
    prefetch_related_objects(careers, "occupation")
    site = site_of(careers)
    before = findings_of_edited(known, site)
    added = {}
    for pk, findings in findings_of_edited(wanted, site).items():
        keys = {finding.key for finding in before.get(pk, ())}
        added[pk] = [finding for finding in findings if finding.key not in keys]
    return added


def added_errors(documents: Mapping[int, dict], stored: Mapping[int, dict | None]) -> dict[int, str]:
    """By number, the errors among them in words; of those that have some."""
    told = {
        pk: " ".join(finding.says for finding in findings if finding.is_error)
        for pk, findings in added_findings(documents, stored).items()
    }
    return {pk: says for pk, says in told.items() if says}


def is_public(document: dict) -> bool:
    return document["fields"]["status"] == Career.Status.PUBLISHED
