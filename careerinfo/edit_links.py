"""Where staff edit what a public page shows."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib.admin import AdminSite
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, ResolverMatch, resolve, reverse

from careers.models import Career, Field, PlanSection, Release, SiteWords
from schools.models import School
from signups.models import Newsletter, Question

Page = tuple[type[models.Model], str]


def edit(request: HttpRequest, page: str, site: AdminSite) -> HttpResponse:
    """Lead to the form of what stands at the public address `page`, or to the desk where the person may not open it."""
    model, address = _found(page)
    may_open = model is not None and site.get_model_admin(model).has_view_or_change_permission(request)
    return redirect(address if may_open else reverse("admin:index"))


def _found(page: str) -> tuple[type[models.Model] | None, str]:
    try:
        match = resolve(page)
    except Resolver404:
        return None, ""
    if match.view_name in LISTS:
        model = LISTS[match.view_name]
        return model, _list(model)
    find = ROWS.get(match.view_name) or (_career if match.route.startswith("careers/<slug:slug>/") else None)
    return find(match) if find else (None, "")


def _career(match: ResolverMatch) -> Page:
    return _form(Career, slug=match.kwargs["slug"])


def _form(model: type[models.Model], **lookup) -> Page:
    """Of a row that is gone, the list that it stood in."""
    row = model._default_manager.filter(**lookup).first()
    return model, reverse(f"admin:{_name(model)}_change", args=[row.pk]) if row else _list(model)


def _questions_about(match: ResolverMatch) -> Page:
    career = Career.objects.filter(slug=match.kwargs["slug"]).first()
    query = f"?{urlencode({'career__id__exact': career.pk})}" if career else ""
    return Question, _list(Question) + query


def _list(model: type[models.Model]) -> str:
    return reverse(f"admin:{_name(model)}_changelist")


def _name(model: type[models.Model]) -> str:
    return f"{model._meta.app_label}_{model._meta.model_name}"


LISTS = {
    "careers:list": Career,
    "careers:plan": PlanSection,
    "careers:sources": Release,
    "schools:list": School,
    "signups:questions": Question,
    "signups:archive": Newsletter,
}
# Every other page under a career's address is the career's.
ROWS: dict[str, Callable[[ResolverMatch], Page]] = {
    **dict.fromkeys(("home", "about", "privacy", "accessibility"), lambda match: _form(SiteWords)),
    "careers:field": lambda match: _form(Field, slug=match.kwargs["slug"]),
    "careers:preview": lambda match: _form(Career, pk=match.kwargs["pk"]),
    "signups:question": lambda match: _form(Question, pk=match.kwargs["pk"]),
    "signups:questions-about": _questions_about,
    "signups:newsletter": lambda match: _form(Newsletter, slug=match.kwargs["slug"]),
}
