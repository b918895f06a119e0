from .invitations import Invitation, Removal
from .limits import Tries
from .mailings import Delivery, Mailing, MailWorker, OutboxMark
from .newsletters import Newsletter
from .pages import ChangedPage, LastDigest, PageState, ShownAnswer
from .questions import Answer, Expert, Question
from .reminders import ReviewReminder
from .sign_ins import SignIn
from .signing_up import AddressChange, ForgottenAddress, SignupDay, SignupFlood
from .subscriptions import Subscription
from .topics import SignupRequest, Topic
from .troubles import AddressTrouble

__all__ = [
    "AddressChange",
    "AddressTrouble",
    "Answer",
    "ChangedPage",
    "Delivery",
    "Expert",
    "ForgottenAddress",
    "Invitation",
    "LastDigest",
    "MailWorker",
    "Mailing",
    "Newsletter",
    "OutboxMark",
    "PageState",
    "Question",
    "Removal",
    "ReviewReminder",
    "ShownAnswer",
    "SignIn",
    "SignupDay",
    "SignupFlood",
    "SignupRequest",
    "Subscription",
    "Topic",
    "Tries",
]
