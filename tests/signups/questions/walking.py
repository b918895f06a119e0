"""Asking as somebody does it: page after page, each sent as the browser has it."""

from django.http import HttpResponse

from ...factories import form_opened
from ...site.form_reader import form_values

TEXT = "Do beekeepers need a license in every state?"


class Walk:
    def __init__(self, visitor, path: str = "/ask/") -> None:
        self.visitor, self.path = visitor, path
        self.page: HttpResponse = visitor.get(path)

    @property
    def fields(self) -> dict:
        return form_values(self.page)

    @property
    def html(self) -> str:
        return self.page.content.decode()

    def press(self, go: str = "", *, without: tuple[str, ...] = (), **typed) -> HttpResponse:
        """Press a button of the page; `without` are fields that got lost on the way."""
        sent = {"go": go, **self.fields, **typed}
        if self.page.wsgi_request.method == "GET":
            # Nobody reads a page and fills it in within a moment.
            sent.setdefault("opened", "")
            sent["opened"] = typed.get("opened", form_opened())
        self.page = self.visitor.post(self.path, {name: sent[name] for name in sent if name not in without})
        return self.page

    def to_check(self, text: str = TEXT, *, years: int = 30, **typed) -> HttpResponse:
        """The last page before sending, where nothing that was answered before is like the question."""
        self.press(age=years)
        return self.press(text=text, **typed)
