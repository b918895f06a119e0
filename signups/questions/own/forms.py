import hashlib

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from careers.models.visible_text import visible

from ...forms import email_field
from ...guard import GuardedForm, LinkedForm
from ...models import Question
from ..personal.marks import marks, without
from ..words import Words

CODE_MAX = 40
TAKE_OUT, SEND_SO = "take-out", "send-so"


def seen(typed: dict[str, str]) -> str:
    """So that what is sent with its marks is what was shown with them."""
    return hashlib.sha256("\n".join([typed.get("text", ""), typed.get("background", "")]).encode()).hexdigest()


class AddressForm(GuardedForm):
    email = email_field(label="Your email address")


class CodeForm(GuardedForm):
    code = Words(label="Your code", error_messages={"required": "Enter the code that you wrote down."})

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if len(code) > CODE_MAX:
            raise ValidationError("That is too long for a code. It looks like K7QF-3MWX-9TRA.")
        return code


class PressForm(LinkedForm):
    """A button, and nothing to fill in."""

    def __init__(self, request: HttpRequest | None, question: Question, **kwargs) -> None:
        super().__init__(request, **kwargs)


class AgreeForm(PressForm):
    # The last wording that the page showed.
    wording = forms.IntegerField(required=False, min_value=1)


class WordingForm(LinkedForm):
    """What looks personal is shown before it is sent: its writer takes it out, or sends it so."""

    text = Words(
        label="Your question",
        most=Question.TEXT_MOST,
        what="Your question",
        error_messages={"required": "Enter your question."},
    )
    background = Words(label="Background", most=Question.BACKGROUND_MOST, what="The background", required=False)

    def __init__(self, request: HttpRequest | None, question: Question, **kwargs) -> None:
        now = {"text": question.text, "background": question.background}
        super().__init__(request, initial=now, **kwargs)
        # What was typed, where something of it looks personal.
        self.marked: dict[str, str] = {}

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if not any(map(str.isalpha, visible(text))):
            raise ValidationError("Please write your question in words.")
        return text

    def clean(self) -> dict:
        cleaned = super().clean()
        typed = {name: cleaned[name] for name in ("text", "background") if cleaned.get(name)}
        found = {name: marks(text) for name, text in typed.items()}
        go = self.data.get("go")
        if go == TAKE_OUT:
            cleaned |= {name: without(typed[name], found[name]) for name in typed}
        elif any(found.values()) and not self.errors and not (go == SEND_SO and self.data.get("seen") == seen(typed)):
            self.marked = typed
            raise ValidationError("Your text holds what looks personal. See what is marked, below.")
        return cleaned

    @property
    def seen(self) -> str:
        return seen(self.marked)


class WithdrawForm(PressForm):
    sure = forms.BooleanField(
        label="Yes, withdraw my question",
        error_messages={"required": "Check this box first, so that nothing is withdrawn by mistake."},
    )


class EraseForm(PressForm):
    sure = forms.BooleanField(
        label="Yes, delete my question",
        error_messages={"required": "Check this box first, so that nothing goes by mistake."},
    )
