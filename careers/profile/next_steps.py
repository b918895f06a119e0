"""What leads on from a career's page: the links that staff keep for its education, license or apprenticeship."""

from collections.abc import Collection
from dataclasses import dataclass

from ..models import Career, CareerCredential, NextStep, Outlook

MOST = 4


@dataclass(frozen=True)
class NextSteps:
    """Those for everybody with those of the states that pay is shown for, and those of the other states."""

    first: list[NextStep]
    of_states: list[NextStep]

    def __bool__(self) -> bool:
        return bool(self.first or self.of_states)


def license_needed(career: Career) -> str:
    """Where nobody may do the work without a license, as editors say: a value of `Needed`, or nothing."""
    needed = {link.needed for link in career.careercredentials.all() if link.credential.is_license}
    return next((where for where in CareerCredential.Needed.values if where in needed), "")


def next_steps(career: Career, outlook: Outlook | None, states: Collection[str] = ()) -> NextSteps:
    """In the editors' order, those of `states` first. 1 query."""
    licensed = bool(license_needed(career))
    steps = [step for step in NextStep.objects.all() if step.concerns(outlook, needs_license=licensed)]
    here = [step for step in steps if step.state in states]
    for_all = [step for step in steps if not step.state]
    others = sorted((step for step in steps if step.state and step not in here), key=lambda step: step.state)
    return NextSteps(here + for_all[:MOST], others)
