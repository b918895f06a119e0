from django.urls import path

from . import views
from .newsletters import views as newsletters

app_name = "signups"
urlpatterns = [
    path("signup/", views.subscribe, name="subscribe"),
    path("signup/thanks/", views.subscribed, name="subscribed"),
    path("questions/", views.question_list, name="questions"),
    path("ask/", views.ask, name="ask"),
    path("ask/thanks/", views.asked, name="asked"),
    path("careers/<slug:slug>/questions/", views.questions_about, name="questions-about"),
    path("careers/<slug:slug>/ask/", views.ask, name="ask-about"),
    path("updates/archive/", newsletters.archive, name="archive"),
    path("updates/archive/feed/", newsletters.feed, name="newsletter-feed"),
    path("updates/archive/<slug:slug>/", newsletters.newsletter, name="newsletter"),
]
