from .invitations import Invitation, Removal
from .limits import Tries
from .questions import Answer, Expert, Question
from .reminders import ReviewReminder
from .sign_ins import SignIn
from .subscriptions import Subscription

__all__ = [
    "Answer",
    "Expert",
    "Invitation",
    "Question",
    "Removal",
    "ReviewReminder",
    "SignIn",
    "Subscription",
    "Tries",
]
