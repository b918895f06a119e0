"""What people call a career, made from its title in an official classification.

plain_title("Cooks, Fast Food")  ->  PlainTitle("Fast Food Cook", workers="fast food cooks")

Rules find it for most titles. `plain_titles.tsv` has the others, a line each: the official title, what such people are
called, and what one of them is called where no rule makes that from it.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

EXCEPTIONS = Path(__file__).with_name("plain_titles.tsv")

# Said shorter, whatever title they stand in.
SHORTER = {
    "Setters, Operators, and Tenders": "Operators",
    "Operators and Tenders": "Operators",
    "Machine Tool Operators": "Machine Operators",
    "Technologists and Technicians": "Technicians",
    "Career/Technical": "Career and Technical",
    " and Related Workers": "",
}
# They end like people, and are none: "Benefits" of "Compensation and Benefits Managers".
THINGS = frozenset(
    [
        *("activities", "animals", "arts", "benefits", "bus", "claims", "commodities", "communications", "customs"),
        *("electronics", "fibers", "gas", "materials", "operations", "products", "programs", "resources", "sales"),
        *("sciences", "securities", "services", "studies", "surfaces", "systems", "trades", "utilities", "vehicles"),
    ]
)
ONE_OF = {"midwives": "midwife", "salespeople": "salesperson", "people": "person"}
NAMES = frozenset(["English"])
ALL_OTHER = ", All Other"
LEFT_OUT = re.compile(r",? (?:Except|Including) .*")
BETWEEN = re.compile(r"(, (?:and|or) |, | and | or | & )")


@dataclass(frozen=True, slots=True)
class PlainTitle:
    """One person of the career, and all of them within a sentence; `workers` is empty for "Other Managers"."""

    title: str
    workers: str


def plain_title(official: str) -> PlainTitle:
    official = " ".join(official.split())
    text = official.replace(ALL_OTHER, "")
    if official in (named := _exceptions()):
        plural, one = named[official]
    else:
        plural, one = _in_plain_order(text), ""
    if text != official:
        # A group of many kinds of work, which nobody is one of.
        plural = plural if plural.startswith("Other ") else f"Other {plural}"
        return PlainTitle(plural, workers="")
    return PlainTitle(one or one_of(plural), workers=" ".join(map(_within_sentence, plural.split(" "))))


@cache
def _exceptions() -> dict[str, tuple[str, str]]:
    lines = (line.split("\t") for line in EXCEPTIONS.read_text(encoding="utf-8").splitlines())
    return {official: (plural, "".join(one)) for official, plural, *one in lines}


def _in_plain_order(text: str) -> str:
    text = LEFT_OUT.sub("", text)
    for long, short in SHORTER.items():
        text = text.replace(long, short)
    if text.startswith("Helpers--"):
        return f"{_one_of_each(text.removeprefix('Helpers--'))} Helpers"
    if text.startswith("First-Line Supervisors of "):
        led = text.removeprefix("First-Line Supervisors of ").removesuffix(" Workers")
        return f"{_one_of_each(led)} Supervisors"
    if text.endswith(", Postsecondary"):
        return f"College {text.removesuffix(', Postsecondary')}"
    people, comma, kind = text.partition(", ")
    if comma and _names_people(people) and not _names_people(kind):
        return f"{kind} {people}"
    return text


def one_of(plural: str) -> str:
    """One of the people that a title names: "Accountants and Auditors" is an accountant or an auditor."""
    parts = BETWEEN.split(plural)
    for place in range(1, len(parts), 2):
        if _names_people(parts[place - 1]) and _names_people(parts[place + 1]):
            parts[place] = parts[place].replace("and", "or").replace("&", "or")
    return _one_of_each("".join(parts))


def _one_of_each(text: str) -> str:
    """The same words in the singular, what joins them as it is."""
    parts = BETWEEN.split(text)
    parts[::2] = [_singular(part) if _names_people(part) else part for part in parts[::2]]
    return "".join(parts)


def _names_people(text: str) -> bool:
    last = text.rpartition(" ")[2].lower()
    return last in ONE_OF or (last.endswith("s") and not last.endswith("ss") and last not in THINGS)


def _singular(text: str) -> str:
    before, space, last = text.rpartition(" ")
    return before + space + _singular_word(last)


def _singular_word(word: str) -> str:
    if one := ONE_OF.get(word.lower()):
        return word[0] + one[1:]
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x")):
        if word.endswith(ending):
            return word.removesuffix(ending) + instead
    return word.removesuffix("s")


def _within_sentence(word: str) -> str:
    """In lower case, unless it is a name or an abbreviation."""
    is_name = word.strip(",") in NAMES or (sum(letter.isupper() for letter in word) > 1 and "-" not in word)
    return word if is_name else word.lower()
