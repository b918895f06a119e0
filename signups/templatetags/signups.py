from django import template

from careers.models import Career
from signups.updates.forms import SignupForm

register = template.Library()


@register.inclusion_tag("signups/includes/signup_form.html")
def signup_form(career: Career | None = None) -> dict:
    return {"form": SignupForm(career=career)}
