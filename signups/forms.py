from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.encoding import punycode

from .addresses import has_invisible, why_no_mail

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
