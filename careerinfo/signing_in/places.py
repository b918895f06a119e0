"""Whose account opens what: staff's the staff pages, an expert's the experts' own place, and some both."""

from urllib.parse import urlsplit

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from signups.models import Expert

# Of the addresses that begin as staff's pages do, those on which experts sign in and see to their account.
OPEN_TO_EXPERTS = ("mfa_index", "admin:login", "join")


def is_expert(user: User) -> bool:
    return Expert.objects.filter(account=user.pk).exists()


def opens_something(user: User) -> bool:
    return user.is_active and (user.is_staff or is_expert(user))


def page_after_sign_in(user: User, wanted: str) -> str:
    """`wanted` where `user` may open it; else the experts' own place."""
    is_open = user.is_staff or not is_of_staff_alone(urlsplit(wanted).path)
    return wanted if is_open else reverse("signups:expert")


def is_of_staff_alone(path: str) -> bool:
    if path.startswith(tuple(map(reverse, OPEN_TO_EXPERTS))):
        return False
    return path.startswith((reverse("admin:index"), f"{reverse('home')}preview/"))


def refusal(request: HttpRequest) -> HttpResponse | None:
    """For an expert who is not staff and asks for a page of staff's."""
    if request.user.is_staff or not is_of_staff_alone(request.path) or not is_expert(request.user):
        return None
    return render(request, "expert/not_for_experts.html", status=403)
