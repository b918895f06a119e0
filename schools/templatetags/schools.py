from django import template

from schools.models import School

register = template.Library()


@register.inclusion_tag("schools/includes/featured.html")
def featured_schools() -> dict:
    return {"schools": School.objects.featured()}
