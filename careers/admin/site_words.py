"""Where staff write what the site says of itself, on every page."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import Truncator

from ..desk import Remark, Waiting, register, register_remark
from ..links import own_pages
from ..models import Announcement, NavigationLink, SiteWords
from ..models import accent as color
from ..site_words import logo, remembered
from ..site_words.logo import NotALogo
from .editing import StaffAdmin, StaffForm
from .order import InEditorsOrder
from .spreadsheets.pages import InSpreadsheets
from .versions import Versioned

RIGHT = "careers.change_sitewords"
NO_ADDRESS = (
    "Visitors find no email address here: write one under Wording of this site. They need it to say what doesn't "
    "work for them, or that something is not secure."
)
NOTHING_THERE = (
    "Visitors find no page here: nothing with this address is published. Open the page that you mean as they do, "
    "and copy its address from the browser, from /."
)


class SiteWordsForm(StaffForm):
    new_logo = forms.FileField(
        label="New logo",
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(logo.KINDS.values())}),
        help_text=f"A picture in PNG, JPEG or WebP of up to {logo.MOST_BYTES // 1_000_000} MB. It is shown "
        f"{logo.HIGHEST // logo.SHARPNESS} pixels high, on white in the dark too.",
    )
    no_logo = forms.BooleanField(label="Take the logo out", required=False)

    def clean_accent(self) -> str:
        return self.cleaned_data["accent"].strip().lower()

    def clean_new_logo(self) -> logo.Picture | None:
        file = self.cleaned_data["new_logo"]
        if not file:
            return None
        try:
            return logo.drawn_anew(file, file.size)
        except NotALogo as error:
            raise forms.ValidationError(str(error)) from None

    def clean(self) -> dict:
        cleaned = super().clean()
        new, is_out = cleaned.get("new_logo"), cleaned.get("no_logo")
        if new and is_out:
            self.add_error("no_logo", "Choose a new logo or take it out, not both.")
        if (new or (self.instance.logo_digest and not is_out)) and not cleaned.get("logo_alt", "").strip():
            self.add_error("logo_alt", "Say in words what the logo shows: some visitors can't see it.")
        return cleaned

    def save(self, commit: bool = True) -> SiteWords:
        if (new := self.cleaned_data["new_logo"]) or self.cleaned_data["no_logo"]:
            self.instance.take_logo(new)
        return super().save(commit)


@admin.register(SiteWords)
class SiteWordsAdmin(Versioned, StaffAdmin):
    form = SiteWordsForm
    list_display = ["__str__", "tagline", "accent"]
    readonly_fields = ["color_now", "logo_now"]
    sentences = ["tagline", "footer", "contact_address"]
    fieldsets = [
        (None, {"fields": ["name", "tagline", "footer"], "description": "What you leave empty, the site says itself."}),
        ("Color", {"fields": ["accent", "color_now"]}),
        ("Logo", {"fields": ["logo_now", "new_logo", "no_logo", "logo_alt", "name_beside_logo"]}),
        ("About and contact", {"fields": ["about", "contact_address", "contact_email", "contact_phone"]}),
        ("Privacy", {"fields": ["privacy", "privacy_replaces"]}),
        ("Accessibility", {"fields": ["accessibility", "accessibility_replaces"]}),
    ]

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).defer("logo")

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return self._to_the_one(request) or super().changelist_view(request, extra_context)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        there = self._to_the_one(request) if self.has_add_permission(request) else None
        return there or super().add_view(request, form_url, extra_context)

    def _to_the_one(self, request: HttpRequest) -> HttpResponse | None:
        """There is one row: whoever opens the list, or would add another, gets its form."""
        may = request.method == "GET" and self.has_view_or_change_permission(request)
        row = SiteWords.objects.only("pk").first() if may else None
        return redirect("admin:careers_sitewords_change", row.pk) if row else None

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        # No text of an address can be compared with the bytes of a picture.
        return not lookup.startswith("logo") and super().lookup_allowed(lookup, value, request)

    def formfield_for_dbfield(self, db_field, request: HttpRequest, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "name":
            field.help_text = f"{field.help_text} Empty: {settings.SITE_NAME}."
        return field

    def render_change_form(self, request: HttpRequest, context: dict, *args, **kwargs) -> HttpResponse:
        return super().render_change_form(request, {**context, "show_save_and_add_another": False}, *args, **kwargs)

    def view_on_site(self, words: SiteWords) -> str:
        return reverse("home")

    @admin.display(description="how it reads")
    def color_now(self, words: SiteWords) -> str:
        if not words.accent or not color.WRITTEN.fullmatch(words.accent):
            return "The site's own green."
        return (
            f"Contrast of text: {_ratio(color.in_light(words.accent))} to 1 on light pages. Pages in the dark use "
            f"{color.in_the_dark(words.accent).accent}: {_ratio(color.in_dark(words.accent))} to 1."
        )

    @admin.display(description="logo now")
    def logo_now(self, words: SiteWords) -> str:
        if not words.logo_digest:
            return "None: the name stands alone."
        width, height = logo.on_a_page(words)
        return format_html(
            '<img src="{}" width="{}" height="{}" alt="{}">',
            reverse("logo", args=[words.logo_digest]),
            width,
            height,
            words.logo_alt,
        )


def _ratio(found: float) -> str:
    """Never rounded up to what would do."""
    return f"{int(found * 10) / 10:.1f}"


class WithOwnLink(StaffForm):
    """A form with a link that may lead to a page of this site."""

    own_link = ""

    def _post_clean(self) -> None:
        """After the model's own rules, which say more of what is no address at all."""
        super()._post_clean()
        address = self.cleaned_data.get(self.own_link, "")
        if address.startswith("/") and self.own_link in self.changed_data and not own_pages.is_open(address):
            self.add_error(self.own_link, NOTHING_THERE)


class NavigationLinkForm(WithOwnLink):
    own_link = "address"


class AnnouncementForm(WithOwnLink):
    own_link = "link"


@admin.register(NavigationLink)
class NavigationLinkAdmin(InSpreadsheets, InEditorsOrder, Versioned, StaffAdmin):
    form = NavigationLinkForm
    ordered_within = ("place",)
    list_display = ["says", "place", "leads_to", "is_shown", "order"]
    list_filter = ["place"]
    search_fields = ["label", "page", "address"]
    fields = ["place", "page", "address", "label", "is_shown"]

    @admin.display(description="leads to")
    def leads_to(self, link: NavigationLink) -> str:
        return link.address or link.get_page_display()

    def view_on_site(self, link: NavigationLink) -> str:
        return reverse("home")


class TimeFilter(admin.SimpleListFilter):
    title = "time"
    parameter_name = "time"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("running", "Shown now"), ("ending", "Ends within three days"), ("over", "Over")]

    def queryset(self, request: HttpRequest, queryset):
        if self.value() == "over":
            return queryset.over()
        if self.value() == "ending":
            return queryset.ending_soon()
        return queryset.running() if self.value() == "running" else queryset


class Moment(forms.DateTimeInput):
    """One box for day and time, with its own label."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


@admin.register(Announcement)
class AnnouncementAdmin(Versioned, StaffAdmin):
    form = AnnouncementForm
    formfield_overrides = {models.DateTimeField: {"form_class": forms.DateTimeField, "widget": Moment}}
    list_display = ["beginning", "now", "level", "starts_at", "ends_at"]
    list_filter = [TimeFilter, "level"]
    search_fields = ["text", "link_text"]
    sentences = ["text"]

    def get_fieldsets(self, request: HttpRequest, obj=None) -> list:
        zone = f"Times are those of {settings.TIME_ZONE}, where it is {timezone.localtime():%H:%M} now."
        return [
            (None, {"fields": ["text", "level"]}),
            ("Where to read more", {"fields": ["link", "link_text"]}),
            ("When it is shown", {"fields": ["starts_at", "ends_at"], "description": zone}),
        ]

    def view_on_site(self, announcement: Announcement) -> str:
        return reverse("home")

    @admin.display(description="text", ordering="text")
    def beginning(self, announcement: Announcement) -> str:
        return Truncator(announcement.text).chars(60)

    @admin.display(description="now")
    def now(self, announcement: Announcement) -> str:
        now = timezone.now()
        if announcement.ends_at and announcement.ends_at <= now:
            return "over"
        return "still to come" if announcement.starts_at and announcement.starts_at > now else "shown"


register(
    Waiting(
        name="announcements that end",
        one="announcement ends within three days",
        many="announcements end within three days",
        says="Set a later end, or let it pass.",
        rows=lambda user: Announcement.objects.ending_soon(),
        page="admin:careers_announcement_changelist",
        query="time=ending",
        settled_by=(("careers.change_announcement",),),
    ),
)


def remark(user) -> Remark | None:
    if not user.has_perm(RIGHT) or remembered.current().email:
        return None
    return Remark(NO_ADDRESS, is_warning=True)


register_remark(remark)
