"""What holds for every answer that is to be reviewed, whether its expert or staff typed it."""

from collections.abc import Iterator, Mapping

from ...addresses import IN_TEXT
from ...models import Answer
from ...models.source_lines import source_lines


def problems(typed: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The field that each is about, and what to do; a field that is wrong already is missing from `typed`."""
    sources = typed.get("sources")
    if sources == "" and typed.get("basis") == Answer.Basis.SOURCE:
        yield "sources", f"Name one source at least, or choose “{Answer.Basis.EXPERIENCE.label}”."
    elif problem := _without_address(sources or ""):
        yield "sources", problem
    for name in ("short", "text", "sources"):
        if IN_TEXT.search(typed.get(name, "")):
            yield name, "Take out the email address: nobody is asked to write outside of this site."


def _without_address(sources: str) -> str:
    """What is wrong with a line that a reader could not look up; empty where nothing is."""
    for number, line in enumerate(source_lines(sources), 1):
        if not line.address:
            return f"Line {number} has no web address. End it with one, such as https://www.bls.gov/ooh/."
    return ""
