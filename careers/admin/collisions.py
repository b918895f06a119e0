"""Two who changed the same: what each did is shown, and put together as they choose."""

from dataclasses import dataclass, field

from django.core import signing
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format

from ..models import Version
from ..versions.difference import difference
from ..versions.documents import digest, fields_of, written
from ..versions.merging import YOURS, Merged, Three, merge
from ..versions.records import Record, Rows
from ..versions.words import Words

SALT = "careers.versions"
ELSEWHERE = "an import, a command or another page"
# Names of the forms: put both together, show again without saving, what was chosen of a collision.
MERGE, LOOK, CHOICE = "_merge", "_look", "choose-"
SAVE_DRAFT, GO_ON_WITH_DRAFT = "_draft", "_draft_continue"
BUTTONS = ("_save", "_continue", "_addanother", SAVE_DRAFT, GO_ON_WITH_DRAFT)


class Behind(Exception):
    """What was opened is not what is stored any more; nothing was saved."""


def sealed(edit: "Edit", document: dict | None) -> str:
    """A document for a hidden field of a form of this object."""
    return signing.dumps(document, salt=_salt(edit), compress=True) if document else ""


def unsealed(edit: "Edit", text: str) -> dict | None:
    try:
        return signing.loads(text, salt=_salt(edit))
    except signing.BadSignature:
        return None


def _salt(edit: "Edit") -> str:
    # What was opened before the record changed has other names than what is stored now.
    return f"{SALT}.{edit.record.kind}.{edit.record.form}.{edit.pk}"


def who_and_when(version: Version) -> str:
    when = date_format(timezone.localtime(version.made_at), "DATETIME_FORMAT")
    return f"{version.by or ELSEWHERE}, {when}"


def last_author(record: Record, pk: int, document: dict | None) -> str:
    """Who made the object what it is now, and when; `document` is None where it was deleted."""
    newest = Version.objects.of(record.kind, pk).first()
    if newest is None or (document and newest.document != written(document)):
        return ELSEWHERE
    return who_and_when(newest)


@dataclass
class Edit:
    """A form of an object: what was stored when it was opened, what was before it is saved, and what is after."""

    record: Record
    pk: int | None
    stored: dict | None
    opened: dict | None = None
    saved: dict | None = None
    form: ModelForm | None = None
    formsets: list[BaseModelFormSet] = field(default_factory=list)
    # Who saved last what is stored, and when: of a draft, which is in no version.
    who: str = ""
    is_of_draft: bool = False

    def read_opened(self, data: QueryDict) -> None:
        self.opened = unsealed(self, data.get("opened", ""))

    @property
    def token(self) -> str:
        return sealed(self, self.opened or self.stored)

    @property
    def is_behind(self) -> bool:
        return self.opened is not None and self.opened != self.stored

    def yours(self) -> dict:
        """What was opened, with what the form changed in it."""
        document = {"fields": dict(self.opened["fields"]), "links": dict(self.opened["links"]), "lists": {}}
        changed = [name for name in self.form.changed_data if name in self.record.fields]
        document["fields"] |= fields_of(self.form.instance, changed)
        for name in self.record.links:
            if name in self.form.cleaned_data:
                document["links"][name] = sorted(row.pk for row in self.form.cleaned_data[name])
        formsets = {formset.fk.remote_field.get_accessor_name(): formset for formset in self.formsets}
        for rows in self.record.lists:
            formset = formsets.get(rows.name)
            document["lists"][rows.name] = (
                _rows(rows, formset, self.opened) if formset else self.opened["lists"][rows.name]
            )
        return document


def _rows(rows: Rows, formset: BaseModelFormSet, opened: dict) -> list[dict]:
    stood = {row["id"]: row for row in opened["lists"][rows.name]}
    old, new = [], []
    for form in formset.forms:
        if form in formset.deleted_forms or not (form.instance.pk or form.has_changed()):
            continue
        if form.instance.pk:
            old.append(stood[form.instance.pk] | fields_of(form.instance, set(form.changed_data) & set(rows.fields)))
        else:
            new.append({"id": None, **fields_of(form.instance, rows.fields)})
    if rows.order:
        old.sort(key=lambda row: row[rows.order] or 0)
    return old + new


@dataclass(frozen=True)
class Sent:
    """What the page of a collision sends back."""

    yours: dict
    seen: str
    choices: dict[str, str]


def sent_by(edit: Edit, data: QueryDict) -> Sent | None:
    yours = unsealed(edit, data.get("yours", ""))
    chosen = {name.removeprefix(CHOICE): data[name] for name in data if name.startswith(CHOICE)}
    return Sent(yours, data.get("seen", ""), chosen) if yours else None


def merged_of(pages, request: HttpRequest, edit: Edit) -> QueryDict | None:
    """What the form would have sent, had it been opened now; None where somebody has to look once more."""
    sent = sent_by(edit, request.POST)
    if sent is None or edit.stored is None or sent.seen != digest(edit.stored):
        return None
    merged = merge(_words(pages, edit, sent.yours), Three(edit.opened, edit.stored, sent.yours), sent.choices)
    if not merged.is_whole:
        return None
    return _as_sent(edit, merged.document, request.POST)


def _as_sent(edit: Edit, document: dict, sent: QueryDict) -> QueryDict:
    data = QueryDict(mutable=True)
    for name in ("csrfmiddlewaretoken", "version_note", LOOK, *BUTTONS):
        if name in sent:
            data[name] = sent[name]
    _put(data, document["fields"], "")
    for name, pks in document["links"].items():
        data.setlist(name, list(map(str, pks)))
    for rows in edit.record.lists:
        _put_rows(data, rows, document["lists"][rows.name], edit.stored["lists"][rows.name])
    if place := edit.record.order:
        _put(data, edit.record.row._base_manager.values(place).get(pk=edit.pk), "")
    return data


def _put_rows(data: QueryDict, rows: Rows, merged: list[dict], stored: list[dict]) -> None:
    """Rows that stand there first, as forms of lists are sent; those that go are marked."""
    kept = {row["id"]: row for row in merged}
    added = [row for row in merged if row["id"] is None]
    for number, row in enumerate([*stored, *added]):
        prefix = f"{rows.name}-{number}-"
        _put(data, kept.get(row["id"], row) if row["id"] else row, prefix)
        if row["id"] and row["id"] not in kept:
            data[f"{prefix}DELETE"] = "on"
    data[f"{rows.name}-TOTAL_FORMS"] = str(len(stored) + len(added))
    data[f"{rows.name}-INITIAL_FORMS"] = str(len(stored))


def _put(data: QueryDict, values: dict, prefix: str) -> None:
    for name, value in values.items():
        if value is True:
            data[f"{prefix}{name}"] = "on"
        elif value is not False:
            data[f"{prefix}{name}"] = "" if value is None else str(value)


def _words(pages, edit: Edit, yours: dict) -> Words:
    documents = [document for document in (edit.opened, edit.stored, yours) if document]
    return pages.words(documents)


def page(pages, request: HttpRequest, edit: Edit, **context) -> HttpResponse:
    """What both changed, field by field: of what collides one is chosen. `context` has words of another page."""
    sent = sent_by(edit, request.POST)
    yours = sent.yours if sent else edit.yours()
    words = _words(pages, edit, yours)
    merged = Merged({})
    if edit.stored:
        merged = merge(words, Three(edit.opened, edit.stored, yours), sent.choices if sent else {})
    newest = Version.objects.of(edit.record.kind, edit.pk).first()
    title = (edit.stored or edit.opened or {"fields": {}})["fields"].get("title", "")
    name = newest.name if newest else title or str(edit.record.row._meta.verbose_name)
    context = {
        **pages.admin_site.each_context(request),
        "title": "Somebody else changed this too" if edit.stored else "Somebody deleted this",
        "subtitle": name,
        "opts": pages.opts,
        "pk": edit.pk,
        "name": name,
        "newest": newest,
        "who": edit.who or last_author(edit.record, edit.pk, edit.stored),
        "is_gone": edit.stored is None,
        "collisions": merged.collisions,
        "theirs": difference(words, edit.opened, edit.stored) if edit.stored else [],
        "yours": difference(words, edit.opened, yours),
        "is_asked_again": bool(sent),
        "opened": sealed(edit, edit.opened),
        "yours_sealed": sealed(edit, yours),
        "seen": digest(edit.stored),
        "note": request.POST.get("version_note", ""),
        "buttons": [button for button in BUTTONS if button in request.POST] or ["_save"],
        "MERGE": MERGE,
        "LOOK": LOOK,
        "CHOICE": CHOICE,
        "YOURS": YOURS,
        **context,
    }
    return TemplateResponse(request, "admin/version_collision.html", context)
