from .answers import Answer, AnswerFact
from .experts import Expert
from .invitations import Invitation, Removal
from .limits import Tries
from .mailings import Delivery, Mailing, MailWorker, OutboxMark
from .newsletters import Newsletter
from .pages import ChangedPage, LastDigest, PageState, ShownAnswer
from .question_rows import (
    AnswerFeedback,
    DeclineReason,
    HelpLine,
    QuestionStep,
    QuestionWord,
    Wording,
)
from .questions import Question
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
    "AnswerFact",
    "AnswerFeedback",
    "ChangedPage",
    "DeclineReason",
    "Delivery",
    "Expert",
    "ForgottenAddress",
    "HelpLine",
    "Invitation",
    "LastDigest",
    "MailWorker",
    "Mailing",
    "Newsletter",
    "OutboxMark",
    "PageState",
    "Question",
    "QuestionStep",
    "QuestionWord",
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
    "Wording",
]
