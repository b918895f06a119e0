from careers.desk import Waiting, register

from .mail import admin as mail_pages
from .models import SignupFlood
from .newsletters import admin as newsletter_pages
from .questions import admin as question_pages
from .questions.urgent import admin as help_pages
from .subscribers import admin as subscriber_pages

# Django looks for staff's pages here.
__all__ = ["help_pages", "mail_pages", "newsletter_pages", "question_pages", "subscriber_pages"]

register(
    Waiting(
        name="floods of signups",
        one="hour with too many signups",
        many="hours with too many signups",
        says="Since yesterday more came than the site asks to confirm. Somebody may flood other people's mail with it.",
        rows=lambda user: SignupFlood.objects.lately(),
        page="admin:signups_subscription_changelist",
        settled_by=(("signups.change_subscription",),),
    ),
)
