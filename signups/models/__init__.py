from .invitations import Invitation, Removal
from .limits import Tries
from .mailings import Delivery, Mailing, MailWorker, OutboxMark
from .pages import ChangedPage, LastDigest, PageState, ShownAnswer
from .questions import Answer, Expert, Question
from .reminders import ReviewReminder
from .sign_ins import SignIn
from .subscriptions import Subscription
from .topics import SignupRequest, Topic
from .troubles import AddressTrouble

__all__ = [
    "AddressTrouble",
    "Answer",
    "ChangedPage",
    "Delivery",
    "Expert",
    "Invitation",
    "LastDigest",
    "MailWorker",
    "Mailing",
    "OutboxMark",
    "PageState",
    "Question",
    "Removal",
    "ReviewReminder",
    "ShownAnswer",
    "SignIn",
    "SignupRequest",
    "Subscription",
    "Topic",
    "Tries",
]
