from django.urls import path

from . import views
from .mail.events import provider_events

app_name = "signups"
urlpatterns = [
    path("signup/", views.subscribe, name="subscribe"),
    path("signup/thanks/", views.subscribed, name="subscribed"),
    path("mail/events/", provider_events, name="mail-events"),
    path("questions/", views.question_list, name="questions"),
    path("ask/", views.ask, name="ask"),
    path("ask/thanks/", views.asked, name="asked"),
    path("careers/<slug:slug>/questions/", views.questions_about, name="questions-about"),
    path("careers/<slug:slug>/ask/", views.ask, name="ask-about"),
]
