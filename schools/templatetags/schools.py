from django import template

from schools.models import School

register = template.Library()


@register.inclusion_tag("schools/includes/featured.html")
def featured_schools() -> dict:
    # Where a school's row comes from is said on the schools' own page.
    schools = School.objects.featured().select_related(None)
    return {"schools": schools.only("name", "city", "state", "url", "status", "closed_on")}
