from django import forms
from django.core.exceptions import ValidationError

from careers.models.visible_text import visible

from .addresses import has_invisible
from .guard import GuardedForm
from .models import Question

QUESTION_MIN, QUESTION_MAX = 15, 2000


def email_field(**kwargs) -> forms.EmailField:
    attrs = {"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}
    field = forms.EmailField(widget=forms.EmailInput(attrs=attrs), max_length=254, **kwargs)
    field.error_messages["invalid"] = "Write the address like name@example.org."
    field.error_messages["required"] = "Write your email address."
    return field


def refuse_invisible(text: str) -> None:
    if has_invisible(text):
        raise ValidationError("The address holds an invisible character. Please type it instead of pasting it.")


class SubscribeForm(GuardedForm):
    email = email_field(label="Your email address", validators=[refuse_invisible])


class QuestionForm(GuardedForm):
    text = forms.CharField(
        label="Your question",
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Write your question."},
    )
    asker = forms.ChoiceField(
        label="I am",
        required=False,
        choices=[("", "I would rather not say"), *Question.Asker.choices],
        error_messages={"invalid_choice": "Choose one of the answers in the list."},
    )
    email = email_field(label="Your email address", required=False, validators=[refuse_invisible])

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        shown = visible(text)
        if not shown:
            raise ValidationError("Write your question.")
        if not any(map(str.isalpha, shown)):
            raise ValidationError("Please write your question in words.")
        if len(shown) < QUESTION_MIN:
            raise ValidationError("Please say a little more, so that an expert can answer.")
        if len(text) > QUESTION_MAX:
            raise ValidationError(
                f"Your question is {len(text):,} characters long. "
                f"Please shorten it to {QUESTION_MAX:,}; it is all still here."
            )
        return text
