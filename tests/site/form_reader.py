"""What a browser would send back from a staff form that nobody has touched."""

from html.parser import HTMLParser

from django.http import HttpResponse


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str | list[str]] = {}
        self.select = self.textarea = None
        self.multiple = False

    def handle_starttag(self, tag: str, attrs: list) -> None:
        given = dict(attrs)
        name = given.get("name")
        if tag == "input" and name and given.get("type") not in ("submit", "button", "image", "file"):
            if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                unnamed = "on" if given.get("type") == "checkbox" else ""
                self.values[name] = given.get("value") or unnamed
        elif tag == "textarea":
            self.textarea = name
            self.values[name] = ""
        elif tag == "select":
            self.select, self.multiple = name, "multiple" in given
            self.values[name] = [] if self.multiple else ""
        elif tag == "option" and self.select and "selected" in given:
            if self.multiple:
                self.values[self.select].append(given.get("value", ""))
            else:
                self.values[self.select] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.values[self.textarea] = self.values[self.textarea].removeprefix("\n")
            self.textarea = None
        elif tag == "select":
            self.select = None

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.values[self.textarea] += data


def form_values(response: HttpResponse, *, templates: bool = False) -> dict[str, str | list[str]]:
    """Names and values of the form's fields; `templates` keeps those of rows that are not there yet."""
    fields = _Fields()
    fields.feed(response.content.decode())
    return {name: value for name, value in fields.values.items() if templates or "__prefix__" not in name}
