from .questions import Answer, Expert, Question
from .subscriptions import Subscription

__all__ = ["Answer", "Expert", "Question", "Subscription"]
