from .limits import Tries
from .questions import Answer, Expert, Question
from .sign_ins import SignIn
from .subscriptions import Subscription

__all__ = ["Answer", "Expert", "Question", "SignIn", "Subscription", "Tries"]
