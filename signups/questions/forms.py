from django import forms
from django.core.exceptions import ValidationError

from careers.models.visible_text import visible, without_signs_to_machines

from ..forms import email_field
from ..guard import GuardedForm
from ..models import Question

QUESTION_MIN, QUESTION_MAX = 15, 2000


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
