from django.contrib import admin
from django.contrib.admin.utils import flatten
from django.forms.models import construct_instance

from ..figures.wording import growth_text, new_jobs_text
from ..models import Area, AreaPay, IndustryPay, Occupation, Outlook, Pay, Release
from ..models.data_sets import names_of
from .editing import DerivedOnce, RowInline, StaffAdmin, StaffForm
from .top_coded import TopCodedField

OWN_FIGURES = "this site's own figures"
MAKE_A_RELEASE = "Figures of this site's own belong to a release of its own: add that first, under Releases."


class FigureInline(RowInline, admin.StackedInline):
    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("release", "occupation").order_by("-release__as_of")
        return rows.filter(release__origin=self.origin)


class OwnFigures:
    """Rows of this site's own releases, which staff give, change and take away."""

    origin = Release.Origin.OWN

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name != "release":
            return super().formfield_for_foreignkey(db_field, request, **kwargs)
        own = Release.objects.own().filter(data_set__in=names_of(self.model)).exclude(state=Release.State.REJECTED)
        field = super().formfield_for_foreignkey(db_field, request, queryset=own, **kwargs)
        field.help_text = MAKE_A_RELEASE
        # Asked once, however many rows there are.
        field.choices = [("", "---------"), *((release.pk, str(release)) for release in own)]
        return field

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in ("release", "area"):
            # They are not made or changed from here, and the links would push the figures off the screen.
            for link in ("can_add_related", "can_change_related", "can_delete_related", "can_view_related"):
                setattr(field.widget, link, False)
        return field


class HoldForm(StaffForm):
    """Asks nothing of a row's figures, which are not in it and may be odd: that is a reason to hold them back."""

    def _post_clean(self) -> None:
        construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)


class PublishedFigures:
    """Rows as their publisher released them: staff can hold them back, and nothing else."""

    form = HoldForm
    origin = Release.Origin.PUBLISHER
    max_num = 0
    can_delete = False

    def get_readonly_fields(self, request, obj=None) -> list:
        names = [field for field in flatten(self.get_fields(request, obj)) if field != "held"]
        return [*names, *self._names_alone(request, obj).values()]

    def _links_are_shown(self, request, obj) -> bool:
        return True

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


class PayInline(OwnFigures, FigureInline):
    model = Pay
    verbose_name_plural = f"Pay: {OWN_FIGURES}"
    fields = [
        ("release", "held"),
        "employment",
        ("annual_p10", "annual_p25", "annual_median", "annual_p75", "annual_p90"),
        ("hourly_p10", "hourly_p25", "hourly_median", "hourly_p75", "hourly_p90"),
        "top_coded",
    ]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "top_coded":
            return TopCodedField(Pay)
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class PublishedPayInline(PublishedFigures, PayInline):
    verbose_name_plural = "Pay: as published"


class OutlookInline(OwnFigures, FigureInline):
    model = Outlook
    verbose_name_plural = f"Outlook: {OWN_FIGURES}"
    readonly_fields = ["shown_growth", "shown_new_jobs", "agreement"]
    fields = [
        ("release", "held"),
        ("base_year", "projected_year"),
        ("base_employment", "projected_employment", "openings"),
        ("stated_new_jobs", "stated_growth"),
        ("shown_new_jobs", "shown_growth", "agreement"),
        ("entry_education", "work_experience", "training"),
    ]

    @admin.display(description="growth as shown")
    def shown_growth(self, outlook: Outlook) -> str:
        return growth_text(outlook.growth) if outlook.pk else "-"

    @admin.display(description="new jobs as shown")
    def shown_new_jobs(self, outlook: Outlook) -> str:
        return new_jobs_text(outlook) if outlook.pk else "-"

    @admin.display(description="stated figures agree with employment")
    def agreement(self, outlook: Outlook) -> str:
        return agreement(outlook)


class PublishedOutlookInline(PublishedFigures, OutlookInline):
    verbose_name_plural = "Outlook: as published"


class IndustryPayInline(OwnFigures, RowInline, admin.TabularInline):
    model = IndustryPay
    verbose_name_plural = f"Pay by industry: {OWN_FIGURES}"
    extra = 0
    fields = ["release", "held", "industry", "naics", "employment", "annual_median", "hourly_median", "top_coded"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "top_coded":
            return TopCodedField(IndustryPay, label="“Or more”", named="median")
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "hourly_median":
            # As narrow as the whole dollars beside it.
            field.widget.attrs["class"] = "vIntegerField"
        if db_field.name == "naics":
            field.widget.attrs["size"] = 6
            field.widget.attrs["class"] = ""
        return field

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("release", "occupation")
        return rows.filter(release__origin=self.origin).order_by("-release__as_of", "-annual_median")


class PublishedIndustryPayInline(PublishedFigures, IndustryPayInline):
    verbose_name_plural = "Pay by industry: as published"


class AreaPayInline(OwnFigures, FigureInline):
    """Only the site's own: publishers give an occupation hundreds."""

    model = AreaPay
    verbose_name_plural = f"Pay by area: {OWN_FIGURES}"
    fields = [("release", "area", "held"), *PayInline.fields[1:]]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "area":
            field.choices = [("", "---------"), *((area.pk, str(area)) for area in Area.objects.all())]
        return field


def agreement(outlook: Outlook) -> str:
    """What an outlook's stated figures look like beside its employment figures, in words for staff."""
    if not outlook.pk or (outlook.stated_growth is None and outlook.stated_new_jobs is None):
        return "Nothing stated"
    return " ".join(outlook.mismatches().values()) or "Yes"


class MismatchFilter(admin.SimpleListFilter):
    title = "stated figures"
    parameter_name = "stated"

    def lookups(self, request, model_admin):
        return [("mismatch", "Do not agree with employment")]

    def queryset(self, request, queryset):
        if self.value() != "mismatch":
            return queryset
        return queryset.filter(pk__in=[outlook.pk for outlook in queryset if outlook.mismatches()])


@admin.register(Occupation)
class OccupationAdmin(DerivedOnce, StaffAdmin):
    list_display = ["code", "title", "classification"]
    list_filter = ["classification"]
    search_fields = ["code", "title"]
    autocomplete_fields = ["predecessors"]
    inlines = [
        PayInline,
        PublishedPayInline,
        OutlookInline,
        PublishedOutlookInline,
        IndustryPayInline,
        PublishedIndustryPayInline,
        AreaPayInline,
    ]


@admin.register(Outlook)
class OutlookAdmin(DerivedOnce, OwnFigures, StaffAdmin):
    list_display = ["occupation", "release", "base_employment", "projected_employment", "growth", "agreement"]
    list_filter = [MismatchFilter, "release"]
    list_select_related = ["occupation", "release"]
    search_fields = ["occupation__code", "occupation__title"]
    autocomplete_fields = ["occupation"]

    def get_readonly_fields(self, request, obj=None) -> list:
        if obj is None or obj.release.is_own:
            return super().get_readonly_fields(request, obj)
        names = [field for field in flatten(self.get_fields(request)) if field != "held"]
        return [*names, *self._names_alone(request, obj).values()]

    def _links_are_shown(self, request, obj) -> bool:
        return not obj.release.is_own or super()._links_are_shown(request, obj)

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is not None and not obj.release.is_own:
            kwargs["form"] = HoldForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_actions(self, request) -> dict:
        actions = super().get_actions(request)
        if not Outlook.objects.filter(release__origin=Release.Origin.OWN).exists():
            actions.pop("delete_selected", None)
        return actions

    def has_delete_permission(self, request, obj=None) -> bool:
        # Without a row, the menu of every page of the staff asks.
        return super().has_delete_permission(request, obj) and (obj is None or obj.release.is_own)

    @admin.display(description="agrees with employment")
    def agreement(self, outlook: Outlook) -> str:
        return agreement(outlook)
