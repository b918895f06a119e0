from django import template

from careers.releases.console import number_text

register = template.Library()


@register.filter
def figure(value: object) -> str:
    return number_text(value)


@register.filter
def first_of(rows: list, count: int) -> list:
    return rows[:count]
