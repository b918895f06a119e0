from .invitations import Invitation, Removal
from .limits import Tries
from .mailings import Delivery, Mailing, MailWorker
from .newsletters import Newsletter
from .questions import Answer, Expert, Question
from .reminders import ReviewReminder
from .sign_ins import SignIn
from .subscriptions import Subscription
from .topics import SignupRequest, Topic

__all__ = [
    "Answer",
    "Delivery",
    "Expert",
    "Invitation",
    "MailWorker",
    "Mailing",
    "Newsletter",
    "Question",
    "Removal",
    "ReviewReminder",
    "SignIn",
    "SignupRequest",
    "Subscription",
    "Topic",
    "Tries",
]
