"""Answers as the quiz's pages post them."""

import re

from django.test import Client
from django.utils.datastructures import MultiValueDict

from careers.quiz.answers import ANSWERS
from careers.quiz.interests import LETTERS
from careers.quiz.statements import NAMES

VALUES = [answer.value for answer in ANSWERS]
ADDRESS = "/quiz/"


def answers_of(**scores: int) -> dict[str, str]:
    """A full sheet that comes to these scores, in steps of ten: `answers_of(S=90)`; the others come to 0."""
    answers = {}
    for letter in LETTERS:
        points = scores.get(letter, 0) // 10
        for number in range(1, 6):
            part = min(points, 2)
            points -= part
            answers[f"{letter}{number}"] = {2: "like", 1: "unsure", 0: "dislike"}[part]
    assert set(answers) == set(NAMES)
    return answers


def fields_in(html: str, *, form: str = "") -> MultiValueDict:
    """What a browser would post of the page: hidden fields and chosen answers."""
    fields = MultiValueDict()
    for tag in re.findall(r"<input[^>]*>", html):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        is_sent = attributes.get("type") == "hidden" or " checked" in tag
        if is_sent and not attributes["name"].startswith("quiz_"):
            fields.appendlist(attributes["name"], attributes["value"])
    return fields


def titles_in(response) -> list[str]:
    """Of the careers that fit, in order."""
    listed = re.search(r'(?s)<ol class="fits">(.*?)</ol>', response.content.decode())
    return re.findall(r"<h3><a[^>]*>([^<]+)</a>", listed[1]) if listed else []


def press(visitor: Client, response, **button: str):
    """Press a button of the page that `response` is."""
    fields = fields_in(response.content.decode())
    for name, value in button.items():
        fields.appendlist(name, value)
    return visitor.post(ADDRESS, dict(fields.lists()))
