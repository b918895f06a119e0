"""What staff did to several rows of a list at once: looked up, and undone as one step."""

from dataclasses import replace

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from ..models import ListAction, Version
from ..versions.list_actions import Doing, Undoing, keep, undo, undoing
from .publishing import NAMED, names
from .sent_numbers import is_number

A_PAGE = 20
# How many objects' log is written at once.
BATCH = 500


def address(pages, page: str, *args) -> str:
    return reverse(f"admin:{pages.record.kind.replace('.', '_')}_{page}", args=args)


def counted(pages, count: int) -> str:
    return f"{count:,} {pages.opts.verbose_name if count == 1 else pages.opts.verbose_name_plural}"


def newest_version(pages) -> int:
    return Version.objects.filter(kind=pages.record.kind).aggregate(Max("pk"))["pk__max"] or 0


def doing(pages, request: HttpRequest) -> Doing | None:
    """The action that was sent, where there is one."""
    sent, index = request.POST.getlist("action"), request.POST.get("index", "0")
    name = sent[min(int(index), len(sent) - 1)] if sent and is_number(index) else ""
    chosen = pages.get_actions(request).get(name)
    if chosen is None:
        return None
    says = chosen[2] % {"verbose_name": pages.opts.verbose_name, "verbose_name_plural": pages.opts.verbose_name_plural}
    return Doing(name, says, request.user.get_username())


def keep_step(pages, request: HttpRequest, *, after: int) -> None:
    """Of what an action has just done, if it did anything; the next page offers to undo it."""
    done = doing(pages, request)
    step = keep(pages.record, done, after=after) if done else None
    if step and may_undo(pages, request, step):
        link = format_html('<a href="{}">Undo</a>', address(pages, "undo", step.pk))
        messages.success(request, format_html("You can take this back as one step: {}.", link))


def may_undo(pages, request: HttpRequest, step: ListAction) -> bool:
    """Whoever may do the same. To restore what was deleted is to add it."""
    may = step.action in pages.get_actions(request)
    return may and (step.action != "delete_selected" or pages.has_add_permission(request))


def recent(pages, request: HttpRequest) -> HttpResponse:
    if not pages.has_view_or_change_permission(request):
        raise PermissionDenied
    steps = ListAction.objects.filter(kind=pages.record.kind).with_numbers_left().select_related("undone_by", "undoes")
    shown = Paginator(steps, A_PAGE).get_page(request.GET.get("p"))
    for step in shown:
        step.may_be_undone = step.left and _is_open(step) and may_undo(pages, request, step)
    return _page(pages, request, "admin/list_actions.html", {"title": "Recent list actions", "shown": shown})


def _is_open(step: ListAction) -> bool:
    return step.undoes_id is None and not hasattr(step, "undone_by")


def undo_page(pages, request: HttpRequest, number: int) -> HttpResponse:
    """Says what undoing would change, and asks; POST does."""
    step = ListAction.objects.filter(kind=pages.record.kind, pk=number).select_related("undone_by").first()
    if step is None:
        raise Http404
    if not may_undo(pages, request, step):
        raise PermissionDenied
    if request.method == "POST":
        return _undo(pages, request, step)
    found = _undoing(pages, request, step) if _is_open(step) else Undoing(step)
    context = {
        "title": f"Undo “{step.says}”?",
        "step": step,
        "is_open": _is_open(step),
        "count": len(found.back),
        "all_counted": counted(pages, step.count),
        "counted": counted(pages, len(found.back)),
        "named": names([back.version.name for back in found.back.values()]),
        "changed": names(found.changed),
        "problems": found.problems[:NAMED],
    }
    return _page(pages, request, "admin/undo_list_action.html", context)


def _undoing(pages, request: HttpRequest, step: ListAction) -> Undoing:
    """With what the person may restore, and what the pages' rules let pass."""
    found = undoing(pages.record, step)
    for pk, back in found.back.items():
        fields = {**back.document["fields"], **pages.fields_kept(request, back.stored)}
        found.back[pk] = replace(back, document={**back.document, "fields": fields})
    for pk, why_not in pages.why_none({pk: (back.document, back.stored) for pk, back in found.back.items()}).items():
        found.problems.append(f"{found.back.pop(pk).version.name}: {why_not}")
    return found


def _undo(pages, request: HttpRequest, step: ListAction) -> HttpResponse:
    with pages.record.together():
        # As it is by now: somebody else may have undone it.
        step = ListAction.objects.select_related("undone_by").get(pk=step.pk)
        if not _is_open(step):
            messages.error(request, "Nothing was changed: this was undone already.")
            return HttpResponseRedirect(address(pages, "list_actions"))
        found = _undoing(pages, request, step)
        words = pages.words([back.document for back in found.back.values()])
        done = undo(pages.record, found, words, pages.author(request))
        if done:
            _log(pages, request, found)
    _say(pages, request, found)
    return HttpResponseRedirect(address(pages, "changelist"))


def _log(pages, request: HttpRequest, found: Undoing) -> None:
    rows = list(pages.model._base_manager.in_bulk(list(found.back)).values())
    for start in range(0, len(rows), BATCH):
        LogEntry.objects.log_actions(
            request.user.pk, rows[start : start + BATCH], CHANGE, change_message=f"Undone: {found.step.says}"
        )


def _say(pages, request: HttpRequest, found: Undoing) -> None:
    if count := len(found.back):
        is_as = "is as it was" if count == 1 else "are as they were"
        messages.success(request, f"{counted(pages, count)} {is_as} before “{found.step.says}”.")
    else:
        messages.error(request, "Nothing was changed: all of them were changed since, or cannot be restored.")
    if found.changed:
        messages.warning(request, f"Left alone, because somebody changed it since: {names(found.changed)}.")
    for problem in found.problems[:NAMED]:
        messages.warning(request, f"Left alone. {problem}")


def _page(pages, request: HttpRequest, template: str, context: dict) -> HttpResponse:
    request.current_app = pages.admin_site.name
    everything = {**pages.admin_site.each_context(request), "opts": pages.opts, "pk": None, **context}
    return TemplateResponse(request, template, everything)
