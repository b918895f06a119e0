import re

from django import template
from django.urls import NoReverseMatch, reverse

from careers.plan.plan import LONGEST_TEXT, plan_address

register = template.Library()
DAY = re.compile(r"\d{4}-\d\d-\d\d")

register.simple_tag(plan_address)


@register.inclusion_tag("careers/includes/plan_field.html", takes_context=True)
def plan_field(
    context: template.Context,
    name: str,
    label: str,
    kind: str = "text",
    *,
    rows: int = 1,
    of: object = "",
    under: str = "",
) -> dict:
    """A field of the plan, with what was typed; `kind` is text, words (one line), date or checkbox.

    `of` goes on in the label for those who hear it: which career's, which step's. Under a heading that says the same,
    whose id is `under`, there is no label.
    """
    value = context["typed"].get(name, "")
    if kind == "date" and not DAY.fullmatch(value):
        value = ""
    return {
        "name": name,
        "label": label,
        "kind": kind,
        "rows": rows,
        "of": of,
        "under": under,
        "value": value,
        "longest": LONGEST_TEXT,
    }


@register.simple_tag
def quiz_address() -> str:
    """Nothing on a site without the quiz."""
    try:
        return reverse("careers:quiz")
    except NoReverseMatch:
        return ""
