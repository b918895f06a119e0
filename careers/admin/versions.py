"""Staff's pages of what versions are kept of: each save makes one, and none passes over somebody else's."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse

from ..models import Version
from ..versions import restoring
from ..versions.documents import digest, document_of, object_of
from ..versions.keeping import Author, Moves, delete_lists, note, note_change, note_deletion, noting
from ..versions.records import Record, record_of
from ..versions.words import Words
from . import collisions, list_actions, version_pages
from .collisions import Behind, Edit, who_and_when

LETTERS_OF_NOTE = 200
UNKNOWN = "Nothing was saved: the form did not say what you had opened. Check it, save again."
UNREADABLE = "Nothing was saved: this page was too old. Your text may still be in this browser tab."
SINCE_LISTED = (
    "Left alone, because somebody changed it since you opened this list: {names}. Look at it, then try again."
)
NAMED = 5


def author_of(request: HttpRequest) -> Author:
    text = " ".join(request.POST.get("version_note", "").replace("\0", "").split())
    return Author(request.user.get_username(), text[:LETTERS_OF_NOTE])


def is_only_shown(form: ModelForm) -> bool:
    """In the place of `is_valid`, of a form that is shown again as it was sent, and not saved."""
    form.full_clean()
    return False


class Versioned:
    """For an admin of a model that has a record; before what saves, after what derives."""

    change_form_template = "admin/versioned_form.html"
    change_list_template = "admin/versioned_list.html"

    @property
    def record(self) -> Record:
        return record_of(self.model)

    def get_urls(self) -> list:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        pages = [
            ("deleted/", version_pages.deleted, "deleted"),
            ("list-actions/", list_actions.recent, "list_actions"),
            ("list-actions/<int:number>/undo/", list_actions.undo_page, "undo"),
            ("<int:pk>/history/difference/", version_pages.between, "difference"),
            ("<int:pk>/history/<int:number>/", version_pages.version, "version"),
        ]
        own = [path(route, version_pages.page(view, self), name=f"{name}_{page}") for route, view, page in pages]
        return own + super().get_urls()

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        return version_pages.history(self, request, self._number(object_id))

    def words(self, documents: Iterable[dict]) -> Words:
        """Documents in the words of these pages."""
        names = {inline.model._meta.label: inline.verbose_name_plural for inline in self.inlines}

        def label(name: str) -> str:
            return str(names.get(self.opts.get_field(name).related_model._meta.label) or "")

        return Words(self.record, documents, label)

    def author(self, request: HttpRequest) -> Author:
        return author_of(request)

    # What may differ from admin to admin.

    def fields_kept(self, request: HttpRequest, stored: dict | None) -> dict:
        """Values of fields that the person may not change: a version is restored without its own of these."""
        return {}

    def why_none(self, asked: Mapping[int, tuple[dict, dict | None]]) -> dict[int, str]:
        """Of {number: (a version, what is stored)}: why some may not be restored, in words."""
        return {}

    def may_restore(self, request: HttpRequest, stored: dict | None) -> bool:
        return self.has_change_permission(request) if stored else self.has_add_permission(request)

    # What pages of versions show, and what a button there does.

    @property
    def title_of_gone(self) -> str:
        return f"Deleted {self.opts.verbose_name_plural}"

    def gone(self, versions: models.QuerySet) -> models.QuerySet:
        """Of the newest versions of objects that are not there: those of which the list of these tells."""
        return versions

    def is_there(self, pk: int) -> bool:
        return self.model._base_manager.filter(pk=pk).exists()

    def document_now(self, pk: int) -> dict | None:
        return document_of(self.record, pk)

    def restore(self, request: HttpRequest, version: Version, back: version_pages.Back) -> str:
        """Make the object what it was; what it is called. To be called in the record's transaction."""
        pk = version.object_id
        row = restoring.restore(self.record, version, back.wanted)
        moves = Moves(self.record, {pk: back.stored}, {pk: document_of(self.record, pk)}, {pk: str(row)})
        author = self.author(request)
        note(moves, author, Version.Action.RESTORED, restored={pk: version.number})
        self.log_change(request, row, f"Version {version.number} restored.")
        return str(row)

    def address_of(self, pk: int) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[pk])

    def of_history(self, pk: int | None) -> dict:
        """What the templates of its versions need besides."""
        return {}

    # Opening a form, and saving it.

    def edit_of(self, request: HttpRequest, pk: int) -> Edit:
        """What the form of an object is a form of."""
        return Edit(self.record, pk, document_of(self.record, pk))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None) -> HttpResponse:
        pk = self._number(object_id) if object_id else None
        if request.method != "POST":
            # Read before the form is: what somebody saves between the two is taken for newer than the form.
            request.edit = self.edit_of(request, pk) if pk else Edit(self.record, None, None)
            return super().changeform_view(request, object_id, form_url, extra_context)
        with self.record.together():
            request.edit = self.edit_of(request, pk) if pk else Edit(self.record, None, None)
            if pk:
                request.edit.read_opened(request.POST)
            if collisions.MERGE in request.POST and (page := self._merge(request)):
                return page
            try:
                return super().changeform_view(request, object_id, form_url, extra_context)
            except Behind:
                return collisions.page(self, request, request.edit)

    def _merge(self, request: HttpRequest) -> HttpResponse | None:
        """The page that asks, where something is still to be chosen; else the form goes on as if it had been sent."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.edit.opened is None or collisions.sent_by(request.edit, request.POST) is None:
            messages.error(request, UNREADABLE)
            return HttpResponseRedirect(request.get_full_path())
        merged = collisions.merged_of(self, request, request.edit)
        if merged is None:
            return collisions.page(self, request, request.edit)
        request.POST = merged
        request.edit = replace(request.edit, opened=request.edit.stored)
        return None

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None):
        edit = getattr(request, "edit", None)
        stored = super().get_object(request, object_id, from_field)
        if edit is None or not (edit.is_behind or edit.is_of_draft):
            if stored is not None and edit is not None and edit.stored is not None:
                # Its lists were read with it.
                stored.rows_opened = object_of(self.record, edit.pk, edit.stored).rows_opened
            return stored
        # The form is read as of what was opened, or its rows would be taken for those that stand there now.
        opened = object_of(self.record, edit.pk, edit.opened or edit.stored)
        for name in self.record.left_out if stored else ():
            setattr(opened, name, getattr(stored, name))
        return opened

    def get_form(self, request: HttpRequest, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if request.method == "POST" and (collisions.LOOK in request.POST or self._is_unknown(request)):
            # The class is this request's own.
            form.is_valid = is_only_shown
        return form

    def _is_unknown(self, request: HttpRequest) -> bool:
        edit = getattr(request, "edit", None)
        return edit is not None and edit.pk is not None and edit.opened is None

    def _create_formsets(self, request, obj, change):
        formsets, inlines = super()._create_formsets(request, obj, change)
        if hasattr(request, "edit"):
            request.edit.formsets = formsets
        return formsets, inlines

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None) -> HttpResponse:
        edit = request.edit
        if request.method == "POST" and change and self._is_unknown(request):
            edit.opened = edit.stored
            messages.error(request, UNKNOWN)
        elif collisions.LOOK in request.POST:
            messages.info(request, "This is your text. Nothing of it is saved yet.")
        context["opened"] = edit.token if change else ""
        context["is_sent_back"] = request.method == "POST"
        context["version_note"] = request.POST.get("version_note", "")
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request: HttpRequest, obj: models.Model, form, change: bool) -> None:
        if change and request.edit.is_behind:
            request.edit.form = form
            raise Behind
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        before = request.edit.stored if change else None
        request.edit.saved = note_change(self.record, form.instance, before, author_of(request))

    # Deleting.

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        pk = self._number(object_id)
        if request.method != "POST":
            shown = digest(document_of(self.record, pk))
            return super().delete_view(request, object_id, {**(extra_context or {}), "shown": shown})
        with self.record.together():
            document = document_of(self.record, pk)
            request.edit = Edit(self.record, pk, document)
            shown = digest(document)
            if shown and request.POST.get("shown", shown) != shown:
                newest = Version.objects.of(self.record.kind, pk).first()
                who = who_and_when(newest) if newest else "somebody"
                messages.error(
                    request, f"Nothing was deleted: this was changed since you opened it ({who}). Look again."
                )
                return HttpResponseRedirect(request.get_full_path())
            return super().delete_view(request, object_id, extra_context)

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        edit = getattr(request, "edit", None)
        before = {obj.pk: edit.stored} if edit and edit.stored else None
        note_deletion(self.record, [obj], author_of(request), before=before)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        rows = list(queryset)
        note_deletion(self.record, rows, author_of(request), before=getattr(request, "listed", None))
        delete_lists(self.record, [row.pk for row in rows])
        super().delete_queryset(request, queryset)

    # Lists.

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        # The rows are read after this, so that what the list shows is as new, or newer.
        newest = list_actions.newest_version(self)
        return super().changelist_view(request, {**(extra_context or {}), "seen": newest})

    def response_action(self, request: HttpRequest, queryset: models.QuerySet) -> HttpResponse | None:
        """An action on several: what somebody changed since the list was opened is left alone, and named."""
        chosen = queryset
        if request.POST.get("select_across") in (None, "", "0"):
            chosen = chosen.filter(pk__in=self._chosen(request))
        with self.record.together():
            pks = list(chosen.values_list("pk", flat=True))
            changed = self._changed_since(request, pks)
            if changed:
                self._say_changed(request, changed)
            if changed and len(changed) == len(pks):
                return None
            left = [pk for pk in pks if pk not in changed]
            newest = list_actions.newest_version(self)
            with noting(self.record, left, lambda: author_of(request)) as request.listed:
                queryset = queryset.exclude(pk__in=list(changed)) if changed else queryset
                response = super().response_action(request, queryset)
            list_actions.keep_step(self, request, after=newest)
            return response

    def _chosen(self, request: HttpRequest) -> list[int]:
        return [number for value in request.POST.getlist(ACTION_CHECKBOX_NAME) if (number := self._number(value))]

    def _changed_since(self, request: HttpRequest, pks: Iterable[int]) -> dict[int, Version]:
        seen = request.POST.get("seen", "")
        if not (seen.isascii() and seen.isdigit() and len(seen) <= 18):
            return {}
        newer = Version.objects.since(self.record.kind, int(seen)).order_by("pk")
        wanted = set(pks)
        return {version.object_id: version for version in newer if version.object_id in wanted}

    def _say_changed(self, request: HttpRequest, changed: dict[int, Version]) -> None:
        named = [f"{version.name} ({who_and_when(version)})" for version in list(changed.values())[:NAMED]]
        if more := len(changed) - len(named):
            named.append(f"{more} more")
        messages.warning(request, SINCE_LISTED.format(names="; ".join(named)))

    def _number(self, object_id: str) -> int | None:
        try:
            number = self.opts.pk.to_python(unquote(str(object_id)))
        except ValidationError:
            return None
        return number if number is not None and 0 < number < 2**63 else None
