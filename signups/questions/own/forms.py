from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from careers.models.visible_text import visible, without_signs_to_machines

from ...forms import email_field
from ...guard import GuardedForm, LinkedForm
from ...models import Question

TEXT_MAX, BACKGROUND_MAX = 300, 2_000
CODE_MAX = 40


class CleanedField(forms.CharField):
    """Without signs to machines, which no page may hold."""

    def to_python(self, value: object) -> str:
        return without_signs_to_machines(super().to_python(value))

    def bound_data(self, data: object, initial: object) -> object:
        return without_signs_to_machines(data) if isinstance(data, str) else data


class AddressForm(GuardedForm):
    email = email_field(label="Your email address")


class CodeForm(GuardedForm):
    code = CleanedField(label="Your code", error_messages={"required": "Enter the code that you wrote down."})

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
    text = CleanedField(label="Your question", error_messages={"required": "Enter your question."})
    background = CleanedField(label="Background", required=False)

    def __init__(self, request: HttpRequest | None, question: Question, **kwargs) -> None:
        now = {"text": question.text, "background": question.background}
        super().__init__(request, initial=now, **kwargs)

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if not any(map(str.isalpha, visible(text))):
            raise ValidationError("Please write your question in words.")
        return _not_longer(text, TEXT_MAX, "Your question")

    def clean_background(self) -> str:
        return _not_longer(self.cleaned_data["background"], BACKGROUND_MAX, "The background")


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


def _not_longer(text: str, most: int, what: str) -> str:
    if len(text) > most:
        raise ValidationError(
            f"{what} is {len(text):,} characters long. Please shorten it to {most:,}. It is all still here."
        )
    return text
