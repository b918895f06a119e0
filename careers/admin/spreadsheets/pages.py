"""A list of staff's rows as a file for spreadsheets, and the file back: first looked at, then confirmed."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import PurePath

from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import capfirst

from ... import denormalized
from ...models import SentTable
from ...previews.keeping import prune
from . import files
from .files import KINDS, Refused
from .rows import FLAGS, Change, Fault, Rows

NONE_CHOSEN = "Choose a file."
TOO_LARGE = f"This file is larger than {files.MOST_BYTES // 1_000_000} MB. Upload it in parts."
NOT_KEPT = "This file is no longer here: files are kept for an hour, until they are confirmed. Upload it again."
OTHERWISE = "Nothing was changed. Somebody changed rows here since you looked, so this file now does what stands below."
NOTHING_TO_DO = "Nothing to do: every row of this file stands here as it is in the file."
FAULTS_SHOWN = 100


class InSpreadsheets:
    """For an admin of a table that staff may keep in a spreadsheet."""

    def get_urls(self) -> list:
        name = f"{self.opts.app_label}_{self.opts.model_name}_spreadsheet"
        view = self.admin_site.admin_view
        return [
            path("spreadsheet/", view(self.spreadsheet), name=name),
            path("spreadsheet/<str:kind>/", view(self.as_file), name=f"{name}_file"),
            path("spreadsheet/<int:pk>/confirm/", view(self.confirm), name=f"{name}_confirm"),
            *super().get_urls(),
        ]

    @property
    def spreadsheet_page(self) -> str:
        return f"admin:{self.opts.app_label}_{self.opts.model_name}_spreadsheet"

    def spreadsheet(self, request: HttpRequest) -> HttpResponse:
        """Download and upload; what was uploaded is looked at, and shown with what it would change."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._page(request)
        if not self._may_upload(request):
            raise PermissionDenied
        prune()
        sent = request.FILES.get("file")
        if sent is None or sent.size > files.MOST_BYTES:
            return self._page(request, NONE_CHOSEN if sent is None else TOO_LARGE)
        table = SentTable(
            kind=self.opts.label_lower, name=PurePath(sent.name).name[:200], content=sent.read(), by=request.user
        )
        return self._look(request, table)

    def as_file(self, request: HttpRequest, kind: str) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        if kind not in KINDS:
            raise Http404
        name = str(self.opts.verbose_name_plural)
        content = files.write(Rows(self, request).export(self._listed(request)), kind, capfirst(name))
        disposition = f'attachment; filename="{"-".join(name.split())}.{kind}"'
        return HttpResponse(content, content_type=KINDS[kind], headers={"Content-Disposition": disposition})

    def confirm(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self._may_upload(request):
            raise PermissionDenied
        if request.method != "POST":
            return redirect(self.spreadsheet_page)
        table = SentTable.objects.of(request.user).filter(kind=self.opts.label_lower, pk=pk).first()
        if table is None:
            return self._page(request, NOT_KEPT, status=409)
        if "cancel" in request.POST:
            table.delete()
            messages.info(request, "Nothing was changed.")
            return redirect(self.spreadsheet_page)
        try:
            changes, faults = self._carry_out(request, table)
        except Refused as error:
            # Another version of the site may have other columns.
            return self._page(request, f"Nothing was changed. {error}")
        if changes is None:
            return self._look(request, table, OTHERWISE, status=409)
        return self._wrong(request, faults) if faults else self._done(request, table, changes)

    def _carry_out(self, request: HttpRequest, table: SentTable) -> tuple[list[Change] | None, list[Fault]]:
        """All of it or nothing; None where it would not be what was shown."""
        with transaction.atomic(), denormalized.together():
            rows = Rows(self, request)
            changes, faults = rows.run(self._read(rows, table), dry_run=False)
            if not faults and _digest(changes) != table.digest:
                transaction.set_rollback(True)
                return None, []
            if not faults:
                self._log(request, table, rows)
                SentTable.objects.filter(pk=table.pk).delete()
        return changes, faults

    def _read(self, rows: Rows, table: SentTable) -> files.Table:
        return files.read(table.name, bytes(table.content), rows.heads)

    def _look(self, request: HttpRequest, table: SentTable, why: str = "", status: int = 200) -> HttpResponse:
        rows = Rows(self, request)
        try:
            changes, faults = rows.run(self._read(rows, table), dry_run=True)
        except Refused as error:
            return self._page(request, f"Nothing was changed. {error}")
        if faults:
            return self._wrong(request, faults)
        if not changes:
            return self._page(request, NOTHING_TO_DO, status=200)
        table.digest = _digest(changes)
        table.save()
        context = {
            "title": f"What “{table.name}” changes",
            "why": why,
            "table": table,
            "changes": changes,
            "counts": _counts(changes).items(),
            "same": len(rows.lines) - len(changes),
        }
        return self._answer(request, "admin/spreadsheet_check.html", context, status)

    def _done(self, request: HttpRequest, table: SentTable, changes: Sequence[Change]) -> HttpResponse:
        told = ", ".join(f"{count:,} {what}" for what, count in _counts(changes).items())
        messages.success(request, f"“{table.name}”: {told}.")
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    def _log(self, request: HttpRequest, table: SentTable, rows: Rows) -> None:
        for kind, touched in rows.all_touched.items():
            message = f"By the file “{table.name}”."
            LogEntry.objects.log_actions(request.user.pk, touched, FLAGS[kind], change_message=message)

    def _wrong(self, request: HttpRequest, faults: Sequence[Fault]) -> HttpResponse:
        count = "One thing is" if len(faults) == 1 else f"{len(faults):,} things are"
        problem = f"Nothing was changed. {count} wrong in this file. Correct it there, and upload it again."
        return self._page(request, problem, faults=faults)

    def _may_upload(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request) and (
            self.has_add_permission(request)
            or self.has_change_permission(request)
            or self.has_delete_permission(request)
        )

    def _listed(self, request: HttpRequest) -> QuerySet:
        """Those of the list that somebody came from: its address has the search and the filters."""
        try:
            return self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            return self.get_queryset(request)

    def _page(
        self, request: HttpRequest, problem: str = "", *, faults: Sequence[Fault] = (), status: int = 422
    ) -> HttpResponse:
        rows, listed = Rows(self, request), self._listed(request)
        count, total = listed.count(), self.get_queryset(request).count()
        context = {
            "title": f"{capfirst(str(self.opts.verbose_name_plural))} in a spreadsheet",
            "problem": problem,
            "faults": faults[:FAULTS_SHOWN],
            "more_faults": max(len(faults) - FAULTS_SHOWN, 0),
            "count": count,
            "total": total,
            "query": f"?{request.GET.urlencode()}" if request.GET and count != total else "",
            "may_upload": self._may_upload(request),
            "may_add": self.has_add_permission(request),
            "may_delete": self.has_delete_permission(request),
            "columns": rows.explained(),
            "most_rows": files.MOST_ROWS,
        }
        return self._answer(request, "admin/spreadsheet.html", context, status if problem else 200)

    def _answer(self, request: HttpRequest, template: str, context: dict, status: int) -> HttpResponse:
        request.current_app = self.admin_site.name
        page = reverse(self.spreadsheet_page)
        everything = {**self.admin_site.each_context(request), "opts": self.opts, "page": page, **context}
        return TemplateResponse(request, template, everything, status=status)


def _counts(changes: Sequence[Change]) -> Counter[str]:
    return Counter(change.what.lower() for change in changes)


def _digest(changes: Sequence[Change]) -> str:
    return hashlib.sha256(json.dumps([asdict(change) for change in changes]).encode()).hexdigest()
