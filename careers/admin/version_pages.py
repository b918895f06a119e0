"""The history of an object: its versions, one of them, what two differ in, and restoring one."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from ..models import Version
from ..versions.difference import Change, difference
from ..versions.documents import UnreadableVersion, digest, read
from ..versions.restoring import CannotRestore, Possible, possible

A_PAGE = 20
LINES_OF_LOG = 100


@dataclass(frozen=True)
class Entry:
    """A version with what changed since the one before it; `is_first` where none is kept before it."""

    version: Version
    changes: list[Change]
    is_first: bool = False
    unreadable: str = ""


@dataclass(frozen=True)
class Back:
    """What an object is, None where it is gone, and what it is to be again."""

    stored: dict | None
    wanted: dict


def page(view: Callable, pages) -> Callable:
    """A view of these staff pages, for the URL configuration; whoever is not signed in signs in first."""

    @wraps(view)
    def opened(request: HttpRequest, **kwargs) -> HttpResponse:
        return view(pages, request, **kwargs)

    return pages.admin_site.admin_view(opened)


def history(pages, request: HttpRequest, pk: int | None) -> HttpResponse:
    versions = Version.objects.of(pages.record.kind, pk or 0)
    stored = _stored(pages, request, pk, versions)
    shown = Paginator(versions, A_PAGE).get_page(request.GET.get("p"))
    before = list(versions[shown.end_index() : shown.end_index() + 1]) if shown.object_list else []
    documents = {version.number: _read(pages, version) for version in [*shown, *before]}
    readable = [document for document in documents.values() if isinstance(document, dict)]
    words = pages.words([*readable, *([stored] if stored else [])])
    newest = next(iter(documents.values()), None) if shown.number == 1 else None
    since = difference(words, newest, stored) if isinstance(newest, dict) and stored else []
    context = {
        "title": "History",
        "entries": _entries(words, [*shown, *before], documents, len(shown)),
        "since": since,
        "shown": shown,
        "numbers": list(versions.values_list("number", flat=True)),
        "log": _log(pages, pk),
    }
    return _page(pages, request, pk, "admin/version_history.html", context)


def _log(pages, pk: int | None) -> list[LogEntry]:
    """What Django's own log has of it, which is older than the versions."""
    kind = ContentType.objects.get_for_model(pages.model)
    entries = LogEntry.objects.filter(content_type=kind, object_id=str(pk)).select_related("user")
    return list(entries.order_by("-action_time")[:LINES_OF_LOG])


def _entries(words, versions: list[Version], documents: dict, most: int) -> list[Entry]:
    entries = []
    for place, version in enumerate(versions[:most]):
        document = documents[version.number]
        before = documents[versions[place + 1].number] if place + 1 < len(versions) else None
        if not isinstance(document, dict):
            entries.append(Entry(version, [], unreadable=document))
        elif isinstance(before, dict):
            entries.append(Entry(version, difference(words, before, document)))
        else:
            entries.append(Entry(version, [], is_first=True))
    return entries


def version(pages, request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One version as a whole, and what restoring it would change; POST does."""
    if request.method == "POST":
        return _restore(pages, request, pk, number)
    stored = _stored(pages, request, pk)
    asked = _version(pages, pk, number)
    document = _read(pages, asked)
    context = {"title": f"Version {number}", "version": asked, "is_gone": stored is None, "seen": digest(stored)}
    if not isinstance(document, dict):
        return _page(pages, request, pk, "admin/version.html", {**context, "why_not": document})
    words = pages.words([document, *([stored] if stored else [])])
    context["rows"], context["lists"] = _whole(words, document)
    try:
        wanted = _wanted(pages, request, pk, words, document, stored)
    except CannotRestore as error:
        context["why_not"] = str(error)
    else:
        context["lost"] = wanted.lost
        context["changes"] = difference(words, stored, wanted.document) if stored else []
        context["is_same"] = stored == wanted.document
    context["may"] = pages.may_restore(request, stored)
    return _page(pages, request, pk, "admin/version.html", context)


@dataclass(frozen=True)
class Line:
    label: str
    value: str


@dataclass(frozen=True)
class Listed:
    label: str
    rows: list[str]


def _whole(words, document: dict) -> tuple[list[Line], list[Listed]]:
    record = words.record
    lines = [
        Line(words.of_field(name), words.value(name, document["fields"][name]))
        for name in record.fields
        if document["fields"][name] or record.row._meta.get_field(name).editable
    ]
    lines += [Line(words.of_field(name), words.value(name, document["links"][name])) for name in record.links]
    lists = [
        Listed(words.of_list(rows), [words.row(rows, row) for row in document["lists"][rows.name]])
        for rows in record.lists
    ]
    return lines, lists


def _wanted(pages, request: HttpRequest, pk: int, words, document: dict, stored: dict | None) -> Possible:
    found = possible(words, document)
    fields = {**found.document["fields"], **pages.fields_kept(request, stored)}
    wanted = {**found.document, "fields": fields}
    if why_not := pages.why_none({pk: (wanted, stored)}):
        raise CannotRestore(why_not[pk])
    return Possible(wanted, found.lost)


def _restore(pages, request: HttpRequest, pk: int, number: int) -> HttpResponse:
    record = pages.record
    try:
        with record.together():
            stored = _stored(pages, request, pk)
            if not pages.may_restore(request, stored):
                raise PermissionDenied
            asked = _version(pages, pk, number)
            if request.POST.get("seen", "") != digest(stored):
                raise CannotRestore("It was changed since you opened this page. Look again.")
            document = read(record, asked)
            wanted = _wanted(pages, request, pk, pages.words([document]), document, stored)
            name = pages.restore(request, asked, Back(stored, wanted.document))
    except (CannotRestore, UnreadableVersion) as error:
        messages.error(request, f"Nothing was changed. {error}")
        return HttpResponseRedirect(request.get_full_path())
    lost = f" Without what is gone by now: {' '.join(wanted.lost)}" if wanted.lost else ""
    messages.success(request, f"Version {number} of {name} is restored.{lost}")
    return HttpResponseRedirect(pages.address_of(pk))


def between(pages, request: HttpRequest, pk: int) -> HttpResponse:
    """What two versions differ in."""
    _stored(pages, request, pk)
    numbers = [request.GET.get(name, "") for name in ("from", "to")]
    if not all(number.isascii() and number.isdigit() and len(number) < 10 for number in numbers):
        raise Http404
    earlier, later = sorted(map(int, numbers))
    versions = [_version(pages, pk, number) for number in (earlier, later)]
    documents = [_read(pages, one) for one in versions]
    context = {"title": f"What versions {earlier} and {later} differ in", "earlier": versions[0], "later": versions[1]}
    unreadable = [document for document in documents if not isinstance(document, dict)]
    if unreadable:
        context["why_not"] = unreadable[0]
    else:
        context["changes"] = difference(pages.words(documents), *documents)
    return _page(pages, request, pk, "admin/version_difference.html", context)


def deleted(pages, request: HttpRequest) -> HttpResponse:
    """What was deleted and can be restored."""
    if not pages.has_view_permission(request):
        raise PermissionDenied
    newest = Version.objects.filter(kind=pages.record.kind).newest()
    gone = pages.gone(newest.exclude(object_id__in=pages.record.there()))
    shown = Paginator(gone.order_by("-made_at", "-pk"), A_PAGE).get_page(request.GET.get("p"))
    context = {"title": pages.title_of_gone, "shown": shown}
    return _page(pages, request, None, "admin/version_deleted.html", context)


def _stored(pages, request: HttpRequest, pk: int | None, versions=None) -> dict | None:
    """The object as it is now, for those who may see it; 404 where there neither is nor was one."""
    row = pages.get_object(request, str(pk)) if pk else None
    if row is None and not Version.objects.of(pages.record.kind, pk or 0).exists():
        raise Http404
    if not pages.has_view_or_change_permission(request, row):
        raise PermissionDenied
    return pages.document_now(pk) if row else None


def _version(pages, pk: int, number: int) -> Version:
    found = Version.objects.of(pages.record.kind, pk).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def _read(pages, asked: Version) -> dict | str:
    """The document, or why it cannot be read."""
    try:
        return read(pages.record, asked)
    except UnreadableVersion as error:
        return str(error)


def _name_now(pages, pk: int | None) -> str:
    row = pages.model._base_manager.filter(pk=pk).first() if pk else None
    return str(row) if row else ""


def _page(pages, request: HttpRequest, pk: int | None, template: str, context: dict) -> HttpResponse:
    newest = Version.objects.of(pages.record.kind, pk).first() if pk else None
    is_there = pk is not None and pages.is_there(pk)
    request.current_app = pages.admin_site.name
    everything = {
        **pages.admin_site.each_context(request),
        "opts": pages.opts,
        "pk": pk,
        "subtitle": newest.name if newest else None,
        "name": newest.name if newest else _name_now(pages, pk),
        "is_there": is_there,
        **pages.of_history(pk),
        **context,
    }
    return TemplateResponse(request, template, everything)
