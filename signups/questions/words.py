"""Text that people type into the forms of questions."""

from django import forms
from django.core.exceptions import ValidationError

from careers.models.visible_text import visible, without_signs_to_machines


class Words(forms.CharField):
    """Line ends as they are stored, and without signs to machines; what only they made up is nothing.

    What is longer than `most` letters is refused, and stays in the form; `what` begins the sentence that says so.
    """

    def __init__(self, *, most: int | None = None, what: str = "This", rows: int = 1, **kwargs) -> None:
        attrs = {"rows": rows, "dir": "auto"}
        widget = forms.Textarea(attrs=attrs) if rows > 1 else forms.TextInput
        super().__init__(**{"widget": widget, **kwargs})
        self.most, self.what = most, what

    def to_python(self, value: object) -> str:
        # Browsers end lines with two signs, which would count twice.
        text = super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")
        shown = without_signs_to_machines(text)
        return shown if visible(shown) else ""

    def bound_data(self, data: object, initial: object) -> object:
        return without_signs_to_machines(data) if isinstance(data, str) else data

    def validate(self, value: str) -> None:
        super().validate(value)
        if self.most is not None:
            not_longer(value, self.most, self.what)


def not_longer(text: str, most: int, what: str, *, instead: str = "") -> None:
    """`instead` says where the rest could go."""
    if len(text) > most:
        said = [f"{what} is {len(text):,} characters long. Please shorten it to {most:,}.", instead]
        raise ValidationError(" ".join([*filter(None, said), "It is all still here."]))
