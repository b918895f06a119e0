from django import template

from signups.forms import SubscribeForm

register = template.Library()


@register.inclusion_tag("signups/includes/subscribe_form.html")
def subscribe_form() -> dict:
    return {"form": SubscribeForm()}
