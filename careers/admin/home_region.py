from django.contrib import admin

from ..models import Area, AreaPay, HomeRegion, Release
from .editing import StaffAdmin


@admin.register(HomeRegion)
class HomeRegionAdmin(StaffAdmin):
    list_display = ["state", "metropolitan_area", "what_pages_show"]
    fields = ["state", "metropolitan_area", "what_pages_show"]
    readonly_fields = ["what_pages_show"]

    @admin.display(description="what pages show of it")
    def what_pages_show(self, region: HomeRegion) -> str:
        """Whether a live release has pay for it, and what to do where none does."""
        if region.pk is None:
            return "Pay by area will begin with this region."
        live = AreaPay.objects.filter(release__state=Release.State.LIVE)
        area = region.metropolitan_area
        if area and live.filter(area=area).exists():
            return f"Pay in {area} comes first on the pages of careers that have it."
        of_state = Area.objects.filter(kind=Area.Kind.STATE, states=region.state)
        if live.filter(area__in=of_state).exists():
            lacking = f" No live release has pay for {area}." if area else ""
            return f"Pay in {region.get_state_display()} comes first on the pages of careers that have it.{lacking}"
        return (
            f"Nothing yet: no live release has pay for {region}. Import the publisher's pay by state (manage.py "
            "fetch_data, then import_data) and approve it."
        )
