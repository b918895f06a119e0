"""What the live O*NET release says of a career, beside the fields and lists in which editors write their own."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import admin
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from ..models import Career
from ..profile.content import PageText, text_of

LISTS = "O*NET's lists"


@dataclass(frozen=True)
class ReleasedText:
    """The release's text for `field`, shown while editors have written none there."""

    field: str
    text: Callable[[PageText], str]


@dataclass(frozen=True)
class ReleasedList:
    """The release's rows of a list; `both` is the field by which editors have them shown with their own.

    `own` are the rows that take their place.
    """

    what: str
    rows: Callable[[PageText], list[str]]
    own: Callable[[Career], list]
    both: str = ""


def text_at_hand(career: Career) -> PageText:
    """Read once for all that a form shows of it."""
    if not hasattr(career, "text_at_hand"):
        career.text_at_hand = text_of(career)
    return career.text_at_hand


def _preparation(text: PageText) -> str:
    zone = text.job_zone or {}
    return "\n\n".join(zone[name] for name in ("education", "experience", "training") if zone.get(name))


TEXTS = {
    "released_summary": ReleasedText("summary", lambda text: text.lead),
    "released_description": ReleasedText("description", lambda text: text.data.get("description", "")),
    "released_education": ReleasedText("education", _preparation),
}
ROWS = {
    "released_tasks": ReleasedList(
        "tasks", lambda text: text.released_tasks, lambda career: career.tasks.all(), "with_released_tasks"
    ),
    "released_titles": ReleasedList(
        "job titles",
        lambda text: text.released_titles,
        lambda career: [title for title in career.titles.all() if not title.hidden],
        "with_released_titles",
    ),
    "released_skills": ReleasedList(
        "skills",
        lambda text: [name for name, *_ in text.data.get("skills", [])],
        lambda career: career.skills.all(),
        "with_released_skills",
    ),
    "released_related": ReleasedList(
        "related careers", lambda text: [title for _, title, *_ in text.data.get("related", [])], lambda career: []
    ),
}


class WithReleasedText:
    """For the admin of careers, whose fieldsets name all of TEXTS and ROWS: those that say nothing are left out."""

    def get_fieldsets(self, request: HttpRequest, obj: Career | None = None) -> list:
        text = text_at_hand(obj) if obj is not None else None
        absent = _absent(obj, text)
        kept = [
            (name, {**options, "fields": [field for field in options["fields"] if field not in absent]})
            for name, options in super().get_fieldsets(request, obj)
        ]
        return [(name, options) for name, options in kept if options["fields"]]

    @admin.display(description="O*NET's summary")
    def released_summary(self, career: Career) -> SafeString:
        return _text(career, "released_summary")

    @admin.display(description="O*NET's description")
    def released_description(self, career: Career) -> SafeString:
        return _text(career, "released_description")

    @admin.display(description="O*NET on preparation")
    def released_education(self, career: Career) -> SafeString:
        return _text(career, "released_education")

    @admin.display(description="O*NET's tasks")
    def released_tasks(self, career: Career) -> SafeString:
        return _rows(career, "released_tasks")

    @admin.display(description="O*NET's job titles")
    def released_titles(self, career: Career) -> SafeString:
        return _rows(career, "released_titles")

    @admin.display(description="O*NET's skills")
    def released_skills(self, career: Career) -> SafeString:
        return _rows(career, "released_skills")

    @admin.display(description="O*NET's related careers")
    def released_related(self, career: Career) -> SafeString:
        return _rows(career, "released_related")


def _absent(career: Career | None, text: PageText | None) -> set[str]:
    """Of the fields of TEXTS and ROWS, those that there is nothing to show in, and the choices that go with them."""
    if text is None or text.profile is None:
        return {*TEXTS, *ROWS, *(one.both for one in ROWS.values())}
    absent = {name for name, one in TEXTS.items() if getattr(career, one.field).strip() or not one.text(text)}
    for name, one in ROWS.items():
        if not one.rows(text):
            absent |= {name, one.both}
    return absent


def _text(career: Career, name: str) -> SafeString:
    text, field = text_at_hand(career), TEXTS[name].field
    context = {"text": TEXTS[name].text(text), "release": text.release, "field": field}
    return render_to_string("admin/careers/career/released_text.html", context)


def _rows(career: Career, name: str) -> SafeString:
    text, one = text_at_hand(career), ROWS[name]
    context = {
        "rows": one.rows(text),
        "what": one.what,
        "release": text.release,
        "has_own": bool(one.own(career)),
        "may_choose": bool(one.both),
        "are_both_shown": bool(one.both) and getattr(career, one.both),
    }
    return render_to_string("admin/careers/career/released_rows.html", context)
