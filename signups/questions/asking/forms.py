from django import forms
from django.core import signing
from django.core.exceptions import ValidationError

from careers.models.visible_text import visible, without_signs_to_machines

from ...forms import email_field
from ...guard import GuardedForm
from ...models import Question
from .. import words
from ..own import links as own_links
from ..personal import marks as personal_marks

QUESTION_MIN = 15
YOUNGEST, OLDEST = 1, 120
# The address of a page that is open since yesterday is written once more, too.
CODE_SALT, CODE_SECONDS = "signups.questions.code", 24 * 3_600
# What the pages hand on to each other in hidden fields: nothing is kept before it is sent.
PUBLIC = ("text", "background")
KEPT = (*PUBLIC, "asker", "email", "consent", "seal", "code", "told", "opened")


def typed_in(sent) -> dict[str, str]:
    """All that was typed so far, without signs to machines, which no page may hold."""
    return {name: without_signs_to_machines(sent.get(name, "")) for name in KEPT}


def without_personal(typed: dict[str, str]) -> dict[str, str]:
    """What everybody would read of `typed`, once what looks personal is taken out."""
    return {name: personal_marks.without(typed[name], personal_marks.marks(typed[name])) for name in PUBLIC}


def sealed_code(sealed: str = "") -> str:
    """What a form carries so that a question sent twice has one code."""
    return sealed if code_in(sealed) else signing.dumps(own_links.new_code(), salt=CODE_SALT)


def code_in(sealed: str) -> str:
    try:
        return signing.loads(sealed, salt=CODE_SALT, max_age=CODE_SECONDS)
    except signing.BadSignature:
        return ""


class AskedWords(words.Words):
    """Refuses signs to machines, and shows what was typed without them, so that sending it again is enough."""

    def to_python(self, value: object) -> str:
        typed = forms.CharField.to_python(self, value)
        shown = without_signs_to_machines(typed)
        if shown != typed and visible(shown):
            raise ValidationError(
                "Your text contained hidden characters. We removed them. Please check it and send it again."
            )
        return super().to_python(value)


class AgeForm(GuardedForm):
    is_one_of_several = True

    age = forms.IntegerField(
        label="Your age",
        min_value=YOUNGEST,
        max_value=OLDEST,
        error_messages={
            "required": "Enter your age in years.",
            "invalid": "Enter your age in years, in figures, like 30.",
            "min_value": f"Enter a number from {YOUNGEST} to {OLDEST}.",
            "max_value": f"Enter a number from {YOUNGEST} to {OLDEST}.",
        },
    )


class QuestionForm(GuardedForm):
    is_one_of_several = True

    text = AskedWords(label="Your question", widget=forms.Textarea, error_messages={"required": "Enter your question."})
    background = AskedWords(label="Background", widget=forms.Textarea, required=False)
    asker = forms.ChoiceField(
        label="I am",
        required=False,
        choices=[("", "I'd rather not say"), *Question.Asker.choices],
        error_messages={"invalid_choice": "Choose an answer from the list."},
    )

    def __init__(self, request=None, *, changed: dict[str, str] | None = None, **kwargs) -> None:
        """`changed` is what the site itself has changed of what was sent."""
        super().__init__(request, **kwargs)
        if changed:
            self.data = self.data.copy()
            for name, value in changed.items():
                self.data[name] = value

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        shown = visible(text)
        if not shown:
            raise ValidationError("Enter your question.")
        if not any(map(str.isalpha, shown)):
            raise ValidationError("Please write your question in words.")
        if len(shown) < QUESTION_MIN:
            raise ValidationError("Please say a little more, so that an expert can answer.")
        elsewhere = "What it is about can go under Background."
        words.not_longer(text, Question.TEXT_MOST, "Your question", instead=elsewhere)
        return text

    def clean_background(self) -> str:
        background = self.cleaned_data["background"]
        words.not_longer(background, Question.BACKGROUND_MOST, "Your background")
        return background


class SendForm(QuestionForm):
    """With all that was asked on the pages before it."""

    email = email_field(label="Your email address", required=False)
    consent = forms.BooleanField(
        label="Publishing",
        error_messages={"required": "Tick the box if we may publish your question. Without that we cannot take it."},
    )

    def __init__(self, request=None, *, may_give_address: bool, is_urgent: bool, **kwargs) -> None:
        super().__init__(request, **kwargs)
        if not may_give_address:
            del self.fields["email"]
        # Such a question is for whoever helps, and is not published.
        if is_urgent:
            del self.fields["consent"]
