"""The forms of the experts' own place."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from careers.models.rules import says_nothing

from ...models import Answer, Question, QuestionStep
from ..answers import rules
from ..words import Words
from . import fact_choices
from .answering import Written

WHY_MOST = QuestionStep._meta.get_field("note").max_length
LONGEST_PAUSE = timedelta(days=730)
Basis = Answer.Basis


class AnswerForm(forms.Form):
    """As a draft it may have gaps; what is handed in, may not."""

    use_required_attribute = False

    short = Words(label="Short answer", most=Answer.SHORT_MOST, rows=3, required=False)
    text = Words(label="Full answer", most=Answer.TEXT_MOST, rows=14, required=False)
    basis = forms.ChoiceField(
        label="Where it is from",
        choices=Basis.choices,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": "Choose one of the two."},
    )
    sources = Words(label="Sources", most=Answer.SOURCES_MOST, rows=4, required=False)
    facts = forms.MultipleChoiceField(
        label="Facts that it rests on",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": "A fact that you selected is gone. Please check the list and send it again."},
    )

    def __init__(self, *args, question: Question, submits: bool = False, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.submits = submits
        self.fields["facts"].choices = fact_choices.choices(question)

    def clean_short(self) -> str:
        return " ".join(self.cleaned_data["short"].split())

    def clean(self) -> dict:
        cleaned = super().clean()
        if self.submits:
            self._see_that_it_is_whole(cleaned)
        return cleaned

    @property
    def written(self) -> Written:
        return Written(**{**self.cleaned_data, "facts": tuple(sorted(self.cleaned_data["facts"]))})

    def _see_that_it_is_whole(self, cleaned: dict) -> None:
        for name, message in (
            ("short", "Write the answer in one or two sentences."),
            ("text", "Write the full answer."),
        ):
            if name in cleaned and says_nothing(cleaned[name]):
                self.add_error(name, message)
        if cleaned.get("basis") == "":
            self.add_error("basis", "Say where your answer is from.")
        for name, message in rules.problems(cleaned):
            self.add_error(name, message)


class GiveBackForm(forms.Form):
    use_required_attribute = False

    why = Words(
        label="Why you give it back",
        most=WHY_MOST,
        rows=3,
        error_messages={"required": "Say in a word or two why: it helps to find somebody else."},
    )


class PauseForm(forms.Form):
    until = forms.DateField(
        label="Until",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "Enter a day such as 2027-03-31, or leave it empty."},
    )

    def clean_until(self):
        until, today = self.cleaned_data["until"], timezone.localdate()
        if until and until <= today:
            raise ValidationError("Choose a day after today, or leave it empty.")
        if until and until > today + LONGEST_PAUSE:
            raise ValidationError("Choose a day within two years, or leave it empty.")
        return until


class LeaveForm(forms.Form):
    use_required_attribute = False

    sure = forms.BooleanField(label="Yes, I leave", error_messages={"required": "Select the box first."})
