"""Published questions that are near to what somebody writes."""

from ..models import Question

SHORTEST_WORD = 4


def near(text: str, *, limit: int = 5) -> list[Question]:
    words = {word.strip("?.,!").casefold() for word in text.split()}
    words = {word for word in words if len(word) >= SHORTEST_WORD}
    published = Question.objects.published().only("pk", "text")
    shared = [(len(words & {*question.text.casefold().strip("?").split()}), question) for question in published]
    ordered = sorted(shared, key=lambda one: -one[0])
    return [question for count, question in ordered[:limit] if count > 1]
