from django import template

from careers.models import Career
from signups.guard import GuardedForm
from signups.questions.public.wording import are_samples, in_short, is_sample
from signups.updates.forms import SignupForm

register = template.Library()
register.filter("in_short", in_short)
register.filter("are_samples", are_samples)
register.filter("is_sample", is_sample)


@register.inclusion_tag("signups/includes/signup_form.html")
def signup_form(career: Career | None = None) -> dict:
    return {"form": SignupForm(career=career)}


@register.inclusion_tag("signups/includes/guard_fields.html")
def form_guard(id: str) -> dict:
    """What guards a form of two buttons, which a page has without its view knowing."""
    return {"form": GuardedForm(), "id": id}
