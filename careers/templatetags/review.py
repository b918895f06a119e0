from django import template

from careers.releases.console import shown

register = template.Library()


@register.filter
def figure(value: object) -> str:
    return shown(value)


@register.filter
def first_of(rows: list, count: int) -> list:
    return rows[:count]
