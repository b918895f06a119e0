"""Imports that staff begin: files uploaded or fetched, how far they are, and what became of each file."""

import socket
from collections.abc import Callable

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from ..desk import Waiting, register
from ..importers import fetch, runs, upload_folders, uploads
from ..importers.files import BadFile
from ..importers.recogniser import Stated
from ..models import ImportedFile, ImportRun, Release
from .editing import StaffAdmin
from .rights import IMPORT

BROKE_OFF = "The files did not arrive whole. Upload them again."
NONE_CHOSEN = "Choose at least one file."
NO_FETCHING = "Fetching is switched off for this site. Download the files, and upload them here."
BUSY = "Another import is at work. Wait until it has finished, then begin yours."
KEPT_FOR_LATER = "{} was at work when these files came. They are kept here: once it has finished, press “Begin”."
ELSEWHERE = (
    "Its files are on another server of this site, {}, and only that server can try again. Reload this page: it may "
    "come from that server then. Or upload the files again."
)
LEFT_THERE = (
    "The import is set aside. Its files are on another server of this site, {}, which deletes them the next time that "
    "it clears out old files."
)
QUICKER = "Somebody else did something with this import first. See below how it stands."


class OptionsForm(forms.Form):
    """What whoever imports says of the files."""

    use_required_attribute = False

    skip_unreadable = forms.BooleanField(
        label="Go on without files that cannot be read",
        required=False,
        help_text="And without the releases that they are a part of. Else one bad file stops the whole import.",
    )
    period = forms.CharField(
        label="Period of pay figures",
        required=False,
        max_length=40,
        help_text="Only where the files do not tell it. Write it like May 2024.",
    )
    label = forms.CharField(
        label="O*NET release",
        required=False,
        max_length=40,
        help_text="Only where the files do not tell it. Write it like 29.3.",
    )

    def clean_period(self) -> str:
        try:
            _ = Stated(period=self.cleaned_data["period"]).year
        except BadFile as error:
            raise forms.ValidationError(error.message) from error
        return self.cleaned_data["period"]


@admin.register(ImportRun)
class ImportRunAdmin(StaffAdmin):
    list_display = ["__str__", "source", "how_it_stands", "file_count", "started_at", "started_by", "finished_at"]
    list_filter = ["state", "source"]
    change_list_template = "admin/careers/importrun/change_list.html"

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).annotate(file_count=Count("files"))

    def get_actions(self, request: HttpRequest) -> dict:
        return {}

    def has_delete_permission(self, request: HttpRequest, obj: ImportRun | None = None) -> bool:
        # What became of the files is a record; files of imports that are over go by themselves.
        return False

    @admin.display(description="state", ordering="state")
    def how_it_stands(self, run: ImportRun) -> str:
        return run.stands

    @admin.display(description="files", ordering="file_count")
    def file_count(self, run: ImportRun) -> int:
        return run.file_count

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        ImportRun.objects.notice_interrupted()
        return super().changelist_view(request, {"title": "Imports of releases", **(extra_context or {})})

    @method_decorator(csrf_exempt)
    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        """The form, and what is sent by it. Its token is read below: where files go must be said before it is."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._show_form(request, OptionsForm())
        if refusal := self._refusal_of(request):
            return self._show_form(request, OptionsForm(), refusal)
        is_upload = request.content_type == "multipart/form-data"
        with upload_folders.new_folder("uploaded" if is_upload else "fetched") as folder:
            files = uploads.IntoFolder(request, folder.path)
            request.upload_handlers = [files]
            take = self._take_files if is_upload else self._fetch
            return csrf_protect(take)(request, folder, files)

    def _refusal_of(self, request: HttpRequest) -> str:
        """Why nothing of what was sent is read, in words."""
        size = int(request.META.get("CONTENT_LENGTH") or 0)
        return uploads.refusal_of(size, upload_folders.place())

    def _take_files(
        self, request: HttpRequest, folder: upload_folders.NewFolder, files: uploads.IntoFolder
    ) -> HttpResponse:
        form = OptionsForm(request.POST)
        problem = files.problem
        if not problem and "whole" not in request.POST:
            problem = BROKE_OFF
        if not problem and not files.received:
            problem = NONE_CHOSEN
        if problem or not form.is_valid():
            return self._show_form(request, form, problem)
        values = form.cleaned_data
        if other := self._at_work():
            if not self.has_view_permission(request):
                return self._show_form(request, form, BUSY)
            # Nobody has to find and send them a second time.
            values |= {"state": ImportRun.State.FAILED, "attempts": 0, "finished_at": timezone.now()}
            values["reason"] = KEPT_FOR_LATER.format(other)
        return self._begin(request, folder, files.received, **values)

    def _at_work(self, but: ImportRun | None = None) -> ImportRun | None:
        ImportRun.objects.notice_interrupted()
        return ImportRun.objects.at_work().exclude(pk=but.pk if but else None).first()

    def _fetch(self, request: HttpRequest, folder: upload_folders.NewFolder, files: uploads.IntoFolder) -> HttpResponse:
        if not settings.IMPORT_FETCHING:
            return self._show_form(request, OptionsForm(), NO_FETCHING)
        if self._at_work():
            return self._show_form(request, OptionsForm(), BUSY)
        return self._begin(
            request, folder, [], source=ImportRun.Source.FETCHED, skip_unreadable="skip_unreadable" in request.POST
        )

    def _begin(
        self,
        request: HttpRequest,
        folder: upload_folders.NewFolder,
        received: list[uploads.Received],
        **values: object,
    ) -> HttpResponse:
        """An import that runs from now on, or one whose files wait until another has finished."""
        with transaction.atomic():
            run = ImportRun.objects.create(
                folder=folder.name, machine=socket.gethostname(), started_by=request.user.get_username(), **values
            )
            ImportedFile.objects.bulk_create(ImportedFile(run=run, name=one.name, size=one.size) for one in received)
            self.log_addition(request, run, "Begun." if run.attempts else "Files kept.")
            folder.keep()
            if run.is_at_work:
                transaction.on_commit(lambda: runs.start(run))
        if self.has_view_permission(request):
            return redirect("admin:careers_importrun_change", run.pk)
        messages.success(request, f"{run} has begun." if run.is_at_work else run.reason)
        return redirect("admin:index")

    def _show_form(self, request: HttpRequest, form: OptionsForm, problem: str = "") -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Import releases",
            "form": form,
            "problem": problem,
            "most_mb": settings.IMPORT_UPLOAD_MB,
            "most_files": uploads.MOST_FILES,
            "sources": fetch.sources() if settings.IMPORT_FETCHING else [],
            "may_see_list": self.has_view_permission(request),
            "at_work": self._at_work(),
        }
        status = 400 if problem or form.errors else 200
        return TemplateResponse(request, "admin/careers/importrun/begin.html", context, status=status)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """How far an import is and what became of its files; and what can be done about one that stopped."""
        ImportRun.objects.notice_interrupted()
        run = self.get_object(request, object_id)
        if run is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, run):
            raise PermissionDenied
        form = OptionsForm(initial=_options_of(run))
        if request.method == "POST":
            form = OptionsForm(request.POST)
            if done := self._settle(request, run, form):
                return done
        return self._show_run(request, run, form)

    def _settle(self, request: HttpRequest, run: ImportRun, form: OptionsForm) -> HttpResponse | None:
        """What was pressed, done; None where the form is to be shown again."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        by = request.user.get_username()
        does: dict[str, Callable[[], bool]] = {
            "again": lambda: runs.start_again(run, by=by, **form.cleaned_data),
            "without": lambda: runs.start_again(run, by=by, skip_unreadable=True),
            "aside": lambda: runs.set_aside(run),
        }
        pressed = next((name for name in does if name in request.POST), "")
        stays = pressed == "aside" and runs.is_of_another_machine(run)
        if pressed == "again" and not form.is_valid():
            return None
        if pressed in ("again", "without") and (why := _why_not_again(run)):
            messages.error(request, why)
        elif pressed in ("again", "without") and self._at_work(but=run):
            messages.error(request, BUSY)
        elif not pressed or not does[pressed]():
            messages.error(request, QUICKER)
        else:
            self.log_change(request, run, "Set aside." if pressed == "aside" else "Tried again.")
            if stays:
                messages.warning(request, LEFT_THERE.format(run.machine))
        return redirect("admin:careers_importrun_change", run.pk)

    def _show_run(self, request: HttpRequest, run: ImportRun, form: OptionsForm) -> HttpResponse:
        files = list(run.files.select_related("release"))
        releases = {file.release_id: file.release for file in files if file.release}
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(run),
            "run": run,
            "at_work": self._at_work(but=run),
            "files": files,
            "waiting": [one for one in releases.values() if one.state == Release.State.STAGED],
            "form": form,
            "may_import": self.has_add_permission(request),
            "may_see_releases": self.admin_site.get_model_admin(Release).has_view_permission(request),
            "why_not_again": _why_not_again(run),
            "kept_until": run.finished_at and run.finished_at + upload_folders.KEPT,
        }
        return TemplateResponse(request, "admin/careers/importrun/run.html", context)


def _options_of(run: ImportRun) -> dict[str, str | bool]:
    return {name: getattr(run, name) for name in OptionsForm.base_fields}


def _why_not_again(run: ImportRun) -> str:
    """Why an import cannot be tried again, in words; "" where its files are there, or can be fetched once more."""
    if run.is_fetched:
        return "" if settings.IMPORT_FETCHING else NO_FETCHING
    if upload_folders.has_files(run):
        return ""
    return ELSEWHERE.format(run.machine) if runs.is_of_another_machine(run) else runs.NO_FILES


register(
    Waiting(
        name="stopped imports",
        one="import stopped or not begun",
        many="imports stopped or not begun",
        says="See why, then begin, try again or set it aside.",
        rows=lambda user: ImportRun.objects.unsettled(),
        page="admin:careers_importrun_changelist",
        settled_by=((IMPORT, "careers.view_importrun"),),
    )
)
