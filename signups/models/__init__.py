from .invitations import Invitation, Removal
from .limits import Tries
from .mailings import Delivery, Mailing, MailWorker, OutboxMark
from .questions import Answer, Expert, Question
from .reminders import ReviewReminder
from .sign_ins import SignIn
from .subscriptions import Subscription
from .topics import SignupRequest, Topic
from .troubles import AddressTrouble

__all__ = [
    "AddressTrouble",
    "Answer",
    "Delivery",
    "Expert",
    "Invitation",
    "MailWorker",
    "Mailing",
    "OutboxMark",
    "Question",
    "Removal",
    "ReviewReminder",
    "SignIn",
    "SignupRequest",
    "Subscription",
    "Topic",
    "Tries",
]
