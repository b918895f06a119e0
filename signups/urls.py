from django.urls import path

from .mail.events import provider_events
from .newsletters import views as newsletters
from .questions.asking import pages as asking_pages
from .questions.experts import me as expert_me
from .questions.experts import pages as expert_pages
from .questions.own import pages as own_pages
from .questions.public import feedback_pages, feeds
from .questions.public import pages as public_pages
from .updates import my_updates
from .updates import views as updates

app_name = "signups"
urlpatterns = [
    path("mail/events/", provider_events, name="mail-events"),
    path("updates/", updates.updates, name="updates"),
    path("updates/thanks/", updates.updates_thanks, name="updates-thanks"),
    path("updates/confirm/<str:token>/", updates.confirm, name="confirm"),
    path("updates/topics/<str:token>/", updates.topics, name="topics"),
    path("updates/unsubscribe/<str:token>/", updates.unsubscribe, name="unsubscribe"),
    path("updates/mine/", updates.updates_link, name="updates-link"),
    path("updates/mine/sent/", updates.link_sent, name="link-sent"),
    path("updates/mine/<str:token>/", my_updates.my_updates, name="my-updates"),
    path("updates/mine/<str:token>/my-data.json", my_updates.my_data, name="my-data"),
    path("updates/new-address/<str:token>/", updates.new_address, name="new-address"),
    # Where the form was before; staff's own links at the bottom of pages name it so.
    path("signup/", updates.moved, {"to": "signups:updates"}, name="subscribe"),
    path("signup/thanks/", updates.moved, {"to": "signups:updates-thanks"}, name="subscribed"),
    path("questions/", public_pages.question_list, name="questions"),
    path("questions/feed/", feeds.feed, name="questions-feed"),
    path("questions/<int:pk>/", public_pages.question, name="question"),
    path("questions/<int:pk>/helpful/", feedback_pages.helpful, name="helpful"),
    path("questions/<int:pk>/<slug:slug>/", public_pages.question, name="question"),
    path("ask/near.json", public_pages.near, name="near"),
    path("ask/", asking_pages.ask, name="ask"),
    path("ask/thanks/", asking_pages.asked, name="asked"),
    path("ask/confirm/<str:token>/", own_pages.confirm, name="confirm-question"),
    path("ask/mine/", own_pages.question_link, name="question-link"),
    path("ask/mine/sent/", own_pages.link_sent, name="question-link-sent"),
    path("ask/mine/<str:token>/", own_pages.my_question, name="my-question"),
    path("careers/<slug:slug>/questions/", public_pages.questions_about, name="questions-about"),
    path("careers/<slug:slug>/questions/feed/", feeds.feed_about, name="questions-about-feed"),
    path("careers/<slug:slug>/ask/", asking_pages.ask, name="ask-about"),
    path("expert/", expert_pages.questions, name="expert"),
    path("expert/rules/", expert_pages.rules, name="expert-rules"),
    path("expert/questions/<int:pk>/", expert_pages.question, name="expert-question"),
    path("expert/questions/<int:pk>/give-back/", expert_pages.give_back, name="expert-give-back"),
    path("expert/me/", expert_me.me, name="expert-me"),
    path("expert/me/my-data.json", expert_me.data, name="expert-data"),
    path("expert/sign-out/", expert_me.sign_out, name="expert-sign-out"),
    path("updates/archive/", newsletters.archive, name="archive"),
    path("updates/archive/feed/", newsletters.feed, name="newsletter-feed"),
    path("updates/archive/<slug:slug>/", newsletters.newsletter, name="newsletter"),
]
