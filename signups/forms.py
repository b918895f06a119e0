from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.encoding import punycode

from careers.models.visible_text import visible, without_signs_to_machines

from .addresses import has_invisible, why_no_mail
from .guard import GuardedForm
from .models import Question

QUESTION_MIN, QUESTION_MAX = 15, 2000
ADDRESS_MAX = 254
LONG_ADDRESS = f"An email address can have up to {ADDRESS_MAX} characters."

INVALID_ADDRESS = "Enter an email address like name@example.org, without spaces."


def one_address(text: str) -> None:
    """One message, whatever is wrong; a space can be seen and is no riddle."""
    if has_invisible(text.replace(" ", "")):
        raise ValidationError("The address contains an invisible character. Please type it instead of pasting it.")
    if " " in text:
        raise ValidationError(INVALID_ADDRESS)
    problem = why_no_mail(text)
    # Of letters that no mail server takes Django says only that this is no address.
    if text.isascii():
        validate_email(text)
    if problem:
        raise ValidationError(problem)
    validate_email(text)
    name, _, domain = text.rpartition("@")
    try:
        is_long = len(name) + 1 + max(len(punycode(domain)), len(domain.lower())) > ADDRESS_MAX
    except UnicodeError:
        # Letters that no mail server could be asked for.
        raise ValidationError("Enter an email address like name@example.org.") from None
    if is_long:
        raise ValidationError(LONG_ADDRESS)


class AddressField(forms.EmailField):
    default_validators = [one_address]

    def run_validators(self, value: str) -> None:
        try:
            super().run_validators(value)
        except ValidationError as problems:
            raise problems.error_list[0] from None


def email_field(**kwargs) -> AddressField:
    attrs = {"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}
    field = AddressField(widget=forms.EmailInput(attrs=attrs), max_length=ADDRESS_MAX, **kwargs)
    field.error_messages["invalid"] = "Enter an email address like name@example.org."
    field.error_messages["max_length"] = LONG_ADDRESS
    field.error_messages["required"] = "Enter your email address."
    return field


class QuestionField(forms.CharField):
    """Refuses signs to machines, and shows what was typed without them, so that sending it again is enough."""

    def to_python(self, value: object) -> str:
        text = super().to_python(value)
        shown = without_signs_to_machines(text)
        if shown != text and visible(shown):
            raise ValidationError(
                "Your question contained hidden characters. We removed them. Please check it and send it again."
            )
        return text if shown == text else ""

    def bound_data(self, data: object, initial: object) -> object:
        return without_signs_to_machines(data) if isinstance(data, str) else data


class QuestionForm(GuardedForm):
    text = QuestionField(
        label="Your question",
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Enter your question."},
    )
    asker = forms.ChoiceField(
        label="I am",
        required=False,
        choices=[("", "I'd rather not say"), *Question.Asker.choices],
        error_messages={"invalid_choice": "Choose an answer from the list."},
    )
    email = email_field(label="Your email address", required=False)

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        shown = visible(text)
        if not shown:
            raise ValidationError("Enter your question.")
        if not any(map(str.isalpha, shown)):
            raise ValidationError("Please write your question in words.")
        if len(shown) < QUESTION_MIN:
            raise ValidationError("Please say a little more, so that an expert can answer.")
        if len(text) > QUESTION_MAX:
            raise ValidationError(
                f"Your question is {len(text):,} characters long. "
                f"Please shorten it to {QUESTION_MAX:,}. It is all still here."
            )
        return text
