"""What moderators fill in beside a question."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.utils import timezone

from careers.models import Career, Credential, Field
from careers.models.rules import says_nothing
from schools.models import School

from ...models import Answer, AnswerFact, Expert, Question
from ...newsletters.pages import ClockTime
from .. import words
from ..answers import publishing, rules
from .reviewing import asked_otherwise

# Letters of what askers and experts are told.
TOLD_MOST = 2_000
EVERYBODY_ELSE = "Everybody else"


class Words(words.Words):
    """Text that says something."""

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and says_nothing(value):
            raise ValidationError("Write this in words.")


class ReviewForm(forms.Form):
    """A form of one step; `about` is the question, or the answer, that it changes."""

    use_required_attribute = False

    def __init__(self, about: Question | Answer, data=None, **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.about = about


class WordForm(ReviewForm):
    text = Words(label="Question", rows=3, error_messages={"required": "Enter the question."})
    background = Words(label="Background", rows=4, required=False)
    reason = Words(
        label="Why",
        most=300,
        help_text="The asker reads it. For example: Your teacher's name is taken out.",
        error_messages={"required": "Tell the asker why."},
    )

    def __init__(self, about: Question, data=None, **kwargs) -> None:
        asked = asked_otherwise(about).last() or about
        initial = {"text": asked.text, "background": asked.background}
        super().__init__(about, data, initial=initial, **kwargs)

    def clean_text(self) -> str:
        return self._not_longer("text", Question.TEXT_MOST)

    def clean_background(self) -> str:
        return self._not_longer("background", Question.BACKGROUND_MOST)

    def _not_longer(self, name: str, most: int) -> str:
        """What is longer already may stay so."""
        text = self.cleaned_data[name]
        words.not_longer(text, max(most, len(getattr(self.about, name))), "This")
        return text


class ExpertField(forms.ModelChoiceField):
    def __init__(self, **kwargs) -> None:
        super().__init__(
            queryset=Expert.objects.none(),
            empty_label="Choose an expert",
            error_messages={"required": "Choose an expert.", "invalid_choice": "Choose an expert from the list."},
            **kwargs,
        )

    def offer(self, experts, question: Question) -> None:
        """Those of the question's career first, then those of its field, then all others."""
        has_now = Count("questions", filter=Q(questions__status=Question.Status.ASSIGNED), distinct=True)
        self.queryset = experts.annotate(has_now=has_now)
        found = list(self.queryset.select_related("account").prefetch_related("careers", "fields"))
        career = question.career
        about = [career, career.field] if career else []
        groups: dict[str, dict[int, str]] = {name: {} for name in [*map(_answering, about), EVERYBODY_ELSE]}
        for expert in found:
            groups[_group(expert, career)][expert.pk] = _line(expert)
        self.choices = {"": self.empty_label, **{name: group for name, group in groups.items() if group}}


def _answering(about: Career | Field) -> str:
    return f"Answers about {about}"


def _group(expert: Expert, career: Career | None) -> str:
    if career and career in expert.careers.all():
        return _answering(career)
    if career and career.field in expert.fields.all():
        return _answering(career.field)
    return EVERYBODY_ELSE


def _line(expert: Expert) -> str:
    has = f" ({expert.has_now} waiting)" if expert.has_now else ""
    told = "" if expert.is_reached else " - no account: write the answer down for them"
    return f"{expert.name}, {expert.role}{has}{told}"


class AssignForm(ReviewForm):
    expert = ExpertField(label="Expert")

    def __init__(self, about: Question, data=None, **kwargs) -> None:
        super().__init__(about, data, **kwargs)
        self.fields["expert"].offer(Expert.objects.available().exclude(pk=about.expert_id), about)


class MergeForm(ReviewForm):
    into = forms.CharField(
        label="Number of the other question",
        error_messages={"required": "Enter the number of the other question."},
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def clean_into(self) -> int:
        found = re.fullmatch(r"#?(\d{1,12})|.*/questions?/(\d{1,12})/.*", self.cleaned_data["into"])
        if found is None:
            raise ValidationError("Enter a number, such as 12, or the address of the question's page.")
        return int(found[1] or found[2])


class DeclineForm(ReviewForm):
    text = Words(
        label="What the asker reads",
        rows=6,
        most=TOLD_MOST,
        error_messages={"required": "Choose a reason above, or write one."},
    )


class PublicForm(ReviewForm):
    is_sure = forms.BooleanField(
        label="I have read question and answer, and everybody may read them",
        error_messages={"required": "This was an urgent question. Confirm that everybody may read it."},
    )

    def __init__(self, about: Question, data=None, **kwargs) -> None:
        super().__init__(about, data, **kwargs)
        if not about.is_private:
            del self.fields["is_sure"]


class NotUrgentForm(ReviewForm):
    may_be_public = forms.BooleanField(
        label="Nobody is in danger, and everybody may read it",
        required=False,
        help_text="Leave it empty if the asker wants the answer for themselves.",
    )


class AnswerForm(ReviewForm):
    short = Words(
        label="Short answer", rows=3, most=Answer.SHORT_MOST, error_messages={"required": "Write the short answer."}
    )
    text = Words(label="Full answer", rows=10, most=Answer.TEXT_MOST, required=False, help_text="Markdown.")
    basis = forms.ChoiceField(
        label="It is",
        choices=Answer.Basis.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the answer is from."},
    )
    sources = Words(
        label="Sources",
        rows=3,
        most=Answer.SOURCES_MOST,
        required=False,
        help_text="One a line: what it is, then its address.",
    )

    def clean(self) -> dict:
        cleaned = super().clean()
        for name, message in rules.problems(cleaned):
            self.add_error(name, message)
        return cleaned


class WriteForm(AnswerForm):
    expert = ExpertField(label="Expert")
    field_order = ["expert"]

    def __init__(self, about: Question, data=None, **kwargs) -> None:
        super().__init__(about, data, **kwargs)
        without_account = Expert.objects.filter(account=None, is_sample=False).exclude(state=Expert.State.LEFT)
        self.fields["expert"].offer(without_account, about)
        self.initial.setdefault("expert", about.expert_id)


class CorrectForm(AnswerForm):
    def __init__(self, about: Answer, data=None, **kwargs) -> None:
        initial = {name: getattr(about, name) for name in ("short", "text", "sources", "basis")}
        super().__init__(about, data, initial=initial, **kwargs)


class ScheduleForm(ReviewForm):
    at = ClockTime(
        label="Day and time",
        widget=forms.SplitDateTimeWidget(
            date_format="%Y-%m-%d",
            time_format="%H:%M",
            date_attrs={"type": "date", "aria-label": "Day"},
            time_attrs={"type": "time", "aria-label": "Time"},
        ),
        error_messages=dict.fromkeys(("required", "invalid", "incomplete"), "Choose a day and a time."),
    )

    def __init__(self, about: Answer, data=None, **kwargs) -> None:
        super().__init__(about, data, **kwargs)
        self.fields["at"].help_text = f"By the clocks of {timezone.get_current_timezone_name()}."

    def clean_at(self):
        at = self.cleaned_data["at"]
        if why_not := publishing.why_not_then(at):
            raise ValidationError(why_not)
        return at


class SendBackForm(ReviewForm):
    note = Words(
        label="What the expert should change",
        rows=4,
        most=TOLD_MOST,
        error_messages={"required": "Tell the expert what to change."},
    )


class FactForm(ReviewForm):
    kind = forms.ChoiceField(label="The answer rests on", choices=AnswerFact.Kind.choices)
    name = Words(label="Name of the credential or school", required=False, most=300)

    def clean(self) -> dict:
        cleaned = super().clean()
        kind, name = cleaned.get("kind"), cleaned.get("name", "")
        if kind and kind not in AnswerFact.OF_CAREER and not self.errors:
            cleaned["about"] = self._found(kind, name)
        return cleaned

    def _found(self, kind: str, name: str) -> Credential | School | None:
        model = School if kind == AnswerFact.Kind.SCHOOL else Credential
        if not name:
            self.add_error("name", f"Enter the name of the {kind}.")
            return None
        named = Q(name__iexact=name) | Q(name__iexact=name.partition(" (")[0])
        found = list(model.objects.filter(named)[:20])
        exact = [row for row in found if str(row).casefold() == name.casefold()] or found
        if len(exact) == 1:
            return exact[0]
        said = f"Which of them? {'; '.join(sorted(map(str, exact)))}" if exact else f"There is no {kind} of this name."
        self.add_error("name", said)
        return None


class RemoveFactForm(ReviewForm):
    fact = forms.IntegerField(widget=forms.HiddenInput)
