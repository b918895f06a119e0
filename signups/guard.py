"""What keeps strangers' programs from the public forms, which carry no session: origin, honeypot, signed timestamp."""

from contextlib import suppress

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from . import tallies
from .every_limit import ONE_PAGE

MAX_AGE_HOURS = 24
MIN_AGE_SECONDS = 2
SALT = "signups.form-opened"
PRESSED = "pressed"


def is_from_elsewhere(request: HttpRequest) -> bool:
    """Whether a browser says that another site sent this form. Programs that say nothing are not held up here."""
    if request.headers.get("Sec-Fetch-Site"):
        return is_fetched_from_elsewhere(request)
    origin = request.headers.get("Origin")
    return origin is not None and origin.partition("://")[2] != request.get_host()


def is_fetched_from_elsewhere(request: HttpRequest) -> bool:
    return request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none")


def is_from_browser(request: HttpRequest) -> bool:
    """Browsers since 2023 say by themselves, to https sites and to their own machine, that a page sent its form."""
    return (
        request.headers.get("Sec-Fetch-Site") == "same-origin" and request.headers.get("Sec-Fetch-Mode") == "navigate"
    )


class GuardedForm(forms.Form):
    """A public form. Each guard's message says what a person can do; what was typed stays in the form."""

    # The name tempts form-filling programs; the label tells people.
    website = forms.CharField(label="Leave this field empty", required=False)
    opened = forms.CharField(required=False)

    use_required_attribute = False
    # Of buttons that people press before they have written anything.
    may_be_pressed_at_once = False
    # Of one that is sent several times before anything is kept.
    is_one_of_several = False
    is_from_elsewhere = staticmethod(is_from_elsewhere)

    def __init__(self, request: HttpRequest | None = None, **kwargs) -> None:
        data = None
        self.from_elsewhere = False
        if request is not None and request.method == "POST":
            data = request.POST
            self.from_elsewhere = self.is_from_elsewhere(request)
        super().__init__(data, **kwargs)

    @property
    def fresh_timestamp(self) -> str:
        return signing.dumps("", salt=SALT)

    @property
    def status(self) -> int:
        """The HTTP status of a page that shows this form."""
        if not self.is_bound or self.is_valid():
            return 200
        return 403 if self.from_elsewhere else 422

    @property
    def guard_errors(self) -> list[str]:
        """Errors that belong to no field a person sees."""
        return [*self.non_field_errors(), *self["website"].errors, *self["opened"].errors]

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError("A hidden field was filled in. We cleared it. Please send the form again.")
        return ""

    def clean_opened(self) -> str:
        opened = self.cleaned_data["opened"]
        try:
            signing.loads(opened, salt=SALT, max_age=MAX_AGE_HOURS * 3600)
        except signing.SignatureExpired:
            raise ValidationError(
                f"This page was open for more than {MAX_AGE_HOURS} hours. Please check it and send it again."
            ) from None
        except signing.BadSignature:
            raise ValidationError("Part of the form got lost. Please check it and send it again.") from None
        if not self.may_be_pressed_at_once:
            with suppress(signing.SignatureExpired):
                signing.loads(opened, salt=SALT, max_age=MIN_AGE_SECONDS)
                raise ValidationError("That was quick. Wait a moment, then press the button again.")
        # A program that saw the page once sends its time again and again; the page that answers has a new one.
        if not self.is_one_of_several and tallies.wait_for(ONE_PAGE, opened):
            raise ValidationError("This form was sent very often. Wait a moment, then press the button again.")
        return opened

    def clean(self) -> dict:
        if self.from_elsewhere:
            raise ValidationError("This form was sent from another site. To send it from here, use the button below.")
        return self.cleaned_data


class LinkedForm(GuardedForm):
    """A form on a page that a link in a mail opens. Such a page says nowhere where it is, so its Origin is null.

    What scans mail sends forms too: whoever does not say that it is a browser has to press twice.
    """

    is_from_elsewhere = staticmethod(is_fetched_from_elsewhere)

    def __init__(self, request: HttpRequest | None = None, **kwargs) -> None:
        self.is_from_browser = request is not None and is_from_browser(request)
        self.asks_again = False
        super().__init__(request, **kwargs)

    @property
    def fresh_timestamp(self) -> str:
        return signing.dumps(PRESSED if self.asks_again else "", salt=SALT)

    def clean_opened(self) -> str:
        opened = super().clean_opened()
        if not self.is_from_browser and signing.loads(opened, salt=SALT) != PRESSED:
            self.asks_again = True
            raise ValidationError("Please wait a moment, then press the button once more.")
        return opened
