"""What the publishing check finds of careers as documents have them."""

from collections.abc import Mapping

from ..models import Career
from ..profile.publishing.check import Edited, findings_of_edited
from ..profile.publishing.findings import Finding
from .careers import CAREER
from .documents import object_of

Findings = dict[int, list[Finding]]


def findings_if_public(documents: Mapping[int, dict | None]) -> Findings:
    """By number, of those documents that visitors see, errors first. At most 8 queries, however many there are."""
    public = {pk: document for pk, document in documents.items() if document and is_public(document)}
    edited = []
    for pk, document in public.items():
        career = object_of(CAREER, pk, document)
        edited.append(Edited(career, career.rows_opened, document["links"]["related"]))
    return findings_of_edited(edited)


def added_findings(documents: Mapping[int, dict], stored: Mapping[int, dict | None]) -> Findings:
    """Those of `documents` without what was so on the public page already, which may stay so."""
    known = findings_if_public(stored)
    added = {}
    for pk, findings in findings_if_public(documents).items():
        keys = {finding.key for finding in known.get(pk, ())}
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
