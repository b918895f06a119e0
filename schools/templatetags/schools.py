from django import template

from careers.models import Career
from schools.models import School

register = template.Library()


# Of the schools that are placed on no page by name.
MOST_ANYWHERE = 2


@register.inclusion_tag("schools/includes/featured.html")
def featured_schools() -> dict:
    # Where a school's row comes from is said on the schools' own page.
    schools = School.objects.featured().select_related(None)
    return {"schools": schools.only("name", "city", "state", "url", "status", "closed_on")}


@register.inclusion_tag("schools/includes/featured.html")
def featured_schools_for(career: Career) -> dict:
    """Open schools that are placed on this career's page, else a few of those for any. 1 query.

    Of those that were placed here and have closed, only that is said.
    """
    schools = list(School.objects.featured_for(career))
    placed = [school for school in schools if school.is_placed]
    shown = [school for school in placed if not school.is_closed]
    shown = shown or [school for school in schools if not (school.is_placed or school.is_closed)][:MOST_ANYWHERE]
    return {"schools": shown, "closed": [school for school in placed if school.is_closed]}
