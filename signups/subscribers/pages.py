"""What staff do with subscribers: unsubscribe who asks, let mail go again, export, import, see how many come."""

from django import forms
from django.contrib import messages
from django.contrib.admin.models import CHANGE as CHANGED
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone

from careers.admin.rights import who_can
from careers.models.visible_text import visible

from ..mail import standing
from ..models import Subscription
from ..updates import asking, preferences
from . import export as as_file
from . import growth, lists
from .reached import reached

CHANGE, EXPORT, IMPORT = "signups.change_subscription", "signups.export_subscription", "signups.import_subscription"
RIGHTS = {"export": EXPORT, "import": IMPORT}
MOST_BYTES = 1_000_000
LINES_SHOWN = 500


def _page(pages, request: HttpRequest, template: str, context: dict, *, status: int = 200) -> HttpResponse:
    # Whoever may only take a file, or bring one along, has no list to go back to.
    may_list = pages.has_view_permission(request)
    home = reverse("admin:signups_subscription_changelist" if may_list else "admin:index")
    return pages.staff_page(request, template, {"hide_list": not may_list, "back": home, **context}, status=status)


def _log(request: HttpRequest, says: str) -> None:
    """What concerns all subscribers, and no one of them."""
    LogEntry.objects.create(
        user_id=request.user.pk,
        content_type=ContentType.objects.get_for_model(Subscription),
        object_repr="Subscribers",
        action_flag=CHANGED,
        change_message=says,
    )


class NoteForm(forms.Form):
    use_required_attribute = False
    note = forms.CharField(
        label="How they asked",
        max_length=200,
        help_text="Such as “By phone, on May 3”. It stays in the history: leave out names and addresses.",
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
        error_messages={
            "required": "Write how they asked for it.",
            "max_length": "Write up to 200 characters.",
        },
    )

    def clean_note(self) -> str:
        note = " ".join(visible(self.cleaned_data["note"]).split())
        if "@" in note:
            raise forms.ValidationError("Leave out email addresses: the history keeps this for ever.")
        if not any(map(str.isalnum, note)):
            raise forms.ValidationError("Write how they asked for it.")
        return note


def may_unsubscribe(request: HttpRequest, subscription: Subscription) -> bool:
    return request.user.has_perm(CHANGE) and subscription.status != Subscription.Status.UNSUBSCRIBED


def _to_change(request: HttpRequest, pk: int) -> tuple[Subscription, str]:
    """The subscriber, and where their page is."""
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied(f"People who can: {who_can(CHANGE)}.")
    subscription = Subscription.objects.filter(pk=pk).first()
    if subscription is None:
        raise Http404
    return subscription, reverse("admin:signups_subscription_change", args=[pk])


def unsubscribe(pages, request: HttpRequest, pk: int) -> HttpResponse:
    subscription, back = _to_change(request, pk)
    if not may_unsubscribe(request, subscription):
        messages.info(request, "They have unsubscribed already.")
        return HttpResponseRedirect(back)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        preferences.unsubscribe(subscription)
        pages.log_change(request, subscription, f"Unsubscribed by hand: {form.cleaned_data['note']}")
        messages.success(request, f"No more mail goes to {subscription.email}.")
        return HttpResponseRedirect(back)
    context = {
        "title": "Unsubscribe",
        "name": subscription.email,
        "says": [
            f"{subscription.email} gets no more mail, and what they asked for is forgotten.",
            "Only they can sign up again.",
        ],
        "form": form,
        "button": "Unsubscribe them",
        "back": back,
    }
    return _page(pages, request, "admin/signups/sure.html", context, status=422 if form.is_bound else 200)


def let_mail_go(pages, request: HttpRequest, pk: int) -> HttpResponse:
    subscription, back = _to_change(request, pk)
    refusal = reached(subscription).refusal
    if not refusal:
        messages.info(request, "Nothing stops mail to this address.")
        return HttpResponseRedirect(back)
    if request.method == "POST":
        standing.lift(subscription.email)
        pages.log_change(request, subscription, "Let mail go again.")
        messages.success(request, f"Mail to {subscription.email} may go again.")
        return HttpResponseRedirect(back)
    context = {
        "title": "Let mail go again",
        "name": subscription.email,
        "says": [
            refusal,
            "Do this only if its owner told you that the address takes mail, or wants our mail after all. "
            "What came back and what was reported is then forgotten.",
        ],
        "button": "Let mail go again",
        "back": back,
    }
    return _page(pages, request, "admin/signups/sure.html", context)


class ExportForm(forms.Form):
    use_required_attribute = False
    status = forms.ChoiceField(
        label="Which",
        required=False,
        choices=[("", "All of them"), *Subscription.Status.choices],
        error_messages={"invalid_choice": "Choose which from the list."},
    )


def export(pages, request: HttpRequest) -> HttpResponse:
    """Asks which; POST answers with the file."""
    if not request.user.has_perm(EXPORT):
        raise PermissionDenied(f"People who can: {who_can(EXPORT)}.")
    form = ExportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        chosen = Subscription.objects.all()
        if status := form.cleaned_data["status"]:
            chosen = chosen.filter(status=status)
        _log(request, f"Exported {chosen.count():,} subscribers.")
        response = StreamingHttpResponse(as_file.lines(chosen), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="subscribers-{timezone.localdate()}.csv"'
        return response
    context = {
        "title": "Export",
        "says": [
            f"The file has the email addresses of {Subscription.objects.count():,} people, and opens in a spreadsheet.",
            "Keep it no longer than you need it. It does not change when people unsubscribe: never send mail by it.",
        ],
        "form": form,
        "button": "Download",
    }
    return _page(pages, request, "admin/signups/sure.html", context, status=422 if form.is_bound else 200)


class ListForm(forms.Form):
    use_required_attribute = False
    file = forms.FileField(
        label="A file",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv,text/plain"}),
        help_text="Text or CSV, with one address in each line. Other columns are not read.",
        error_messages={"invalid": "The file did not arrive. Choose it again."},
    )
    pasted = forms.CharField(
        label="Or addresses, one in each line",
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "cols": 60, "spellcheck": "false"}),
    )

    def clean_file(self) -> str:
        file = self.cleaned_data["file"]
        if not file:
            return ""
        if file.size > MOST_BYTES:
            raise forms.ValidationError(f"The file has more than {MOST_BYTES // 1_000_000} MB. Split it.")
        text = lists.decoded(file.read())
        if text is None:
            raise forms.ValidationError("This is not a text file. In your spreadsheet, save it as CSV.")
        return text

    def clean(self) -> dict:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        file, pasted = cleaned["file"].strip(), cleaned["pasted"].strip()
        if file and pasted:
            raise forms.ValidationError("Choose a file or write addresses, not both.")
        if not file and not pasted:
            raise forms.ValidationError("Choose a file, or write addresses below.")
        cleaned["text"] = file or pasted
        if (count := len(cleaned["text"].splitlines())) > lists.MOST:
            raise forms.ValidationError(f"These are {count:,} lines. Bring {lists.MOST:,} at once at most.")
        return cleaned


def import_list(pages, request: HttpRequest) -> HttpResponse:
    """The form, and after it what became of each line."""
    if not request.user.has_perm(IMPORT):
        raise PermissionDenied(f"People who can: {who_can(IMPORT)}.")
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    context = {"title": "Import a list", "form": form, "per_hour": asking.half_per_hour(), "most": lists.MOST}
    if form.is_valid():
        taken = lists.take(form.cleaned_data["text"])
        _log(request, f"Imported a list: {taken.count:,} to be asked, {len(taken.left):,} left out.")
        context |= {"taken": taken, "left": taken.left[:LINES_SHOWN], "more": max(len(taken.left) - LINES_SHOWN, 0)}
    status = 422 if form.is_bound and not form.is_valid() else 200
    return _page(pages, request, "admin/signups/subscription/import.html", context, status=status)


def growth_page(pages, request: HttpRequest) -> HttpResponse:
    if not pages.has_view_permission(request):
        raise PermissionDenied
    context = {"title": "How many come and go", "growth": growth.lately()}
    return _page(pages, request, "admin/signups/subscription/growth.html", context)
