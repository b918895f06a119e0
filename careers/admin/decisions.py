"""The rights that decisions about a release ask for."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from ..models import Release
from .rights import APPROVE, PUBLISH, ROLL_BACK, who_can

RIGHTS = {"approve": APPROVE, "hold": APPROVE, "stop-holding": APPROVE, "reject": APPROVE, "rollback": ROLL_BACK}


def refuse_without_right(request: HttpRequest) -> None:
    """PermissionDenied, in words, where the person may not do what was pressed."""
    decision = request.POST.get("decision", "")
    rights = [RIGHTS[decision]] if decision in RIGHTS else [APPROVE, ROLL_BACK]
    if not any(map(request.user.has_perm, rights)):
        raise PermissionDenied(f"People who can: {who_can(rights[0])}.")
    if decision == "approve" and "publish" in request.POST and not request.user.has_perm(PUBLISH):
        raise PermissionDenied(
            f"You may approve the release, but not publish careers. People who can: {who_can(PUBLISH)}."
        )


def what_may_be_decided(request: HttpRequest, release: Release) -> dict[str, bool | str]:
    """What the person may do about `release`, for its page, or who may do it instead."""
    may_approve, may_roll_back = map(request.user.has_perm, [APPROVE, ROLL_BACK])
    decided_by_others = ""
    if release.state in (Release.State.STAGED, Release.State.ROLLED_BACK) and not may_approve:
        decided_by_others = f"People who can approve or reject it: {who_can(APPROVE)}."
    elif release.state in Release.SHOWN and not may_roll_back:
        decided_by_others = f"People who can roll it back: {who_can(ROLL_BACK)}."
    return {
        "may_approve": may_approve,
        "may_publish": request.user.has_perm(PUBLISH),
        "decided_by_others": decided_by_others,
    }
