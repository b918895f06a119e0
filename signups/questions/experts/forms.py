"""The forms of the experts' own place."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from careers.models.rules import says_nothing
from careers.models.visible_text import visible, without_signs_to_machines

from ...addresses import IN_TEXT
from ...models import Answer, Question
from ..public.source_lines import source_lines
from . import fact_choices
from .answering import Written

SHORT_MAX, TEXT_MAX, SOURCES_MAX, WHY_MAX = 400, 20_000, 4_000, 300
LONGEST_PAUSE = timedelta(days=730)
Basis = Answer.Basis


class Text(forms.CharField):
    """Line ends as they are stored, and without signs to machines; what only they made up is nothing."""

    def __init__(self, *, most: int, rows: int, **kwargs) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), **kwargs)
        self.most = most

    def to_python(self, value: object) -> str:
        text = without_signs_to_machines(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")
        return text if visible(text) else ""

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.most:
            raise ValidationError(
                f"This is {len(value):,} characters long. Please shorten it to {self.most:,}. It is all still here."
            )


class AnswerForm(forms.Form):
    """As a draft it may have gaps; what is handed in, may not."""

    use_required_attribute = False

    short = Text(label="Short answer", most=SHORT_MAX, rows=3, required=False)
    text = Text(label="Full answer", most=TEXT_MAX, rows=14, required=False)
    basis = forms.ChoiceField(
        label="Where it is from",
        choices=Basis.choices,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": "Choose one of the two."},
    )
    sources = Text(label="Sources", most=SOURCES_MAX, rows=4, required=False)
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
        cleaned = self.cleaned_data
        facts = tuple(sorted(cleaned["facts"]))
        return Written(cleaned["short"], cleaned["text"], cleaned["sources"], cleaned["basis"], facts)

    def _see_that_it_is_whole(self, cleaned: dict) -> None:
        for name, message in (
            ("short", "Write the answer in one or two sentences."),
            ("text", "Write the full answer."),
        ):
            if name in cleaned and says_nothing(cleaned[name]):
                self.add_error(name, message)
        if cleaned.get("basis") == "":
            self.add_error("basis", "Say where your answer is from.")
        if cleaned.get("basis") == Basis.SOURCE and cleaned.get("sources") == "":
            self.add_error("sources", "Name one source at least, or choose “From my own experience”.")
        elif problem := without_address(cleaned.get("sources", "")):
            self.add_error("sources", problem)
        for name in ("short", "text", "sources"):
            if name in cleaned and IN_TEXT.search(cleaned[name]):
                self.add_error(name, "Take out the email address: nobody is asked to write outside of this site.")


def without_address(sources: str) -> str:
    """What is wrong with a line of the sources that a reader could not look up; empty where nothing is."""
    for number, line in enumerate(source_lines(sources), 1):
        if not line.address:
            return f"Line {number} has no web address. End it with one, such as https://www.bls.gov/ooh/."
    return ""


class GiveBackForm(forms.Form):
    use_required_attribute = False

    why = Text(
        label="Why you give it back",
        most=WHY_MAX,
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
