from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format

from careers.models import Career

from ..forms import email_field
from ..guard import GuardedForm, LinkedForm
from ..models import Subscription, Topic
from . import choices

# More than any page offers.
MOST_TOPICS = 60
NOTHING_TICKED = "Select at least one."


class SignupForm(GuardedForm):
    """On every page: an address, and what to hear about, where `career` and its field come first."""

    email = email_field(label="Your email address")
    topics = forms.Field(
        label="What to hear about", widget=forms.SelectMultiple, error_messages={"required": NOTHING_TICKED}
    )

    def __init__(
        self, request: HttpRequest | None = None, *, career: Career | None = None, with_fields: bool = False
    ) -> None:
        super().__init__(request)
        self.career = career
        sent = self.data.getlist("topics")[:MOST_TOPICS] if self.is_bound else []
        self.usual = [*(choices.of_career(career) if career else []), *choices.of_site()]
        self.fields_of_work = choices.of_fields() if with_fields else []
        offered = {choice.value: choice for choice in [*self.usual, *self.fields_of_work]}
        self.further = [one for one in choices.found(set(sent) - {*offered}) if one.value not in offered]
        self.offered = {**offered, **{choice.value: choice for choice in self.further}}
        first = f"career:{career.slug}" if career else Topic.Kind.NEWSLETTER.value
        self.checked = {*sent} if self.is_bound else {first}

    @property
    def shown(self) -> list[choices.Choice]:
        return [*self.further, *self.usual]

    @property
    def is_field_checked(self) -> bool:
        return any(choice.value in self.checked for choice in self.fields_of_work)

    def clean_topics(self) -> list[dict]:
        sent = self.cleaned_data["topics"]
        if len(sent) > MOST_TOPICS or not all(value in self.offered for value in sent):
            raise ValidationError("One of those is no longer on the site. Select what you want from this list.")
        return [self.offered[value].topic for value in dict.fromkeys(sent)]


class LinkForm(GuardedForm):
    email = email_field(label="Your email address")


class TopicsForm(LinkedForm):
    """The topics that a subscriber has, each to be kept or not, and those of the site."""

    def __init__(self, request: HttpRequest | None, subscription: Subscription, **kwargs) -> None:
        super().__init__(request, **kwargs)
        self.topics = list(subscription.topics.confirmed().select_related("career", "field"))
        kept = {str(topic.pk) for topic in self.topics}
        of_site = {topic.kind for topic in self.topics}
        if self.is_bound:
            kept, of_site = {*self.data.getlist("kept")}, {*self.data.getlist("of_site")}
        self.kept = [topic.pk for topic in self.topics if str(topic.pk) in kept]
        self.of_site = [kind for kind in choices.OF_SITE if kind in of_site]
        # What was confirmed since the page was opened is not among what its reader took the marks off.
        shown = {*self.data.getlist("shown")} if self.is_bound and "shown" in self.data else None
        self.shown = [topic.pk for topic in self.topics if shown is None or str(topic.pk) in shown]

    @property
    def own(self) -> list[Topic]:
        return [topic for topic in self.topics if topic.kind not in choices.OF_SITE]

    @property
    def site_choices(self) -> list[choices.Choice]:
        return choices.of_site()


class BeginAgainForm(TopicsForm):
    def clean(self) -> dict:
        if not self.of_site:
            raise ValidationError(NOTHING_TICKED)
        return super().clean()


class WhenForm(LinkedForm):
    PAUSES = {"30": "For a month", "91": "For three months", "182": "For half a year"}
    AS_NOW = "as-now"

    how_often = forms.ChoiceField(
        label="How often",
        choices=Subscription.HowOften.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how often.", "invalid_choice": "Choose how often from the list."},
    )
    pause = forms.ChoiceField(
        label="Take a break", required=False, error_messages={"invalid_choice": "Choose a break from the list."}
    )

    def __init__(self, request: HttpRequest | None, subscription: Subscription, **kwargs) -> None:
        self.paused_until = subscription.paused_until
        is_paused = bool(self.paused_until and self.paused_until > timezone.localdate())
        pause = self.AS_NOW if is_paused else ""
        super().__init__(request, initial={"how_often": subscription.how_often, "pause": pause}, **kwargs)
        until = [(self.AS_NOW, f"Until {date_format(self.paused_until)}")] if is_paused else []
        self.fields["pause"].choices = [("", "No break"), *until, *self.PAUSES.items()]

    @property
    def chosen_pause(self) -> date | None:
        pause = self.cleaned_data["pause"]
        if pause == self.AS_NOW:
            return self.paused_until
        return timezone.localdate() + timedelta(days=int(pause)) if pause else None


class AddressForm(LinkedForm):
    email = email_field(label="Your new email address")

    def __init__(self, request: HttpRequest | None, subscription: Subscription, **kwargs) -> None:
        super().__init__(request, **kwargs)


class EraseForm(LinkedForm):
    sure = forms.BooleanField(
        label="Yes, delete everything",
        error_messages={"required": "Check this box first, so that nothing goes by mistake."},
    )

    def __init__(self, request: HttpRequest | None, subscription: Subscription, **kwargs) -> None:
        super().__init__(request, **kwargs)
