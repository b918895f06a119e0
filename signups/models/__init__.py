from .invitations import Invitation, Removal
from .limits import Tries
from .mailings import Delivery, Mailing, MailWorker, OutboxMark
from .newsletters import Newsletter
from .questions import Answer, Expert, Question
from .reminders import ReviewReminder
from .sign_ins import SignIn
from .signing_up import AddressChange, ForgottenAddress, SignupDay, SignupFlood
from .subscriptions import Subscription
from .topics import SignupRequest, Topic

__all__ = [
    "AddressChange",
    "Answer",
    "Delivery",
    "Expert",
    "ForgottenAddress",
    "Invitation",
    "MailWorker",
    "Mailing",
    "Newsletter",
    "OutboxMark",
    "Question",
    "Removal",
    "ReviewReminder",
    "SignIn",
    "SignupDay",
    "SignupFlood",
    "SignupRequest",
    "Subscription",
    "Topic",
    "Tries",
]
