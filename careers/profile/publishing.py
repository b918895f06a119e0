"""What a career needs before visitors see it."""

from collections.abc import Iterable

from ..models import Career
from ..models.rules import says_nothing
from .content import PageText, text_of


def what_is_missing(career: Career, *, text: PageText | None = None, own_tasks: Iterable[str] | None = None) -> str:
    """What keeps `career` from being published, for staff; empty where nothing does.

    Its page must say what the work is: in the editors' words, or in the live release's. `own_tasks` stand for the
    stored ones while they are edited.
    """
    tasks = [task.text for task in career.tasks.all()] if own_tasks is None else own_tasks
    if not all(map(says_nothing, [career.summary, career.description, *tasks])):
        return ""
    text = text or text_of(career)
    if text.profile and (text.profile.summary or text.data.get("description") or text.data.get("tasks")):
        return ""
    return "Say what the work is first: write a summary, a description or work tasks."
