"""What page, list, comparison, file and structured data say of a career's figures, held against what the API says."""

import csv
import json
import re
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import islice

from careers.models import Career

from ..browser_of_tests import Browser

AT_ONCE = 4
NOT_PUBLISHED = "Not published"
OF_OUTLOOK = [
    "Entry-level education",
    "Experience in a related job",
    "Training on the job",
    "Growth",
    "Openings per year",
    "Jobs",
]


def words(html: str) -> str:
    html = re.sub(r"(?s)<(script|style|head)\b.*?</\1>", " ", html)
    return re.sub(r" ([.,:;])", r"\1", " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split()))


def page(path: str, **asked) -> str:
    response = Browser().get(path, asked)
    assert response.status_code == 200, path
    return response.content.decode()


def answer_of(career: Career) -> dict:
    # Nearly always it is the first.
    for limit in (1, 20):
        for one in json.loads(page("/api/careers/", q=career.title, limit=limit))["careers"]:
            if one["url"].endswith(career.get_absolute_url()):
                return one
    raise AssertionError(f"the API does not find {career.title!r}")


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def growth_of(outlook: dict | None) -> str:
    """The growth as pages print it: 7.1%, −2%."""
    if outlook is None or outlook["growth_percent"] is None:
        return ""
    return f"{outlook['growth_percent']:.1f}".removesuffix(".0").replace("-", "−") + "%"


def faults_of(careers: Iterable[Career]) -> dict[str, list[str]]:
    """What a surface says of a career otherwise than the API: {title: "surface: what"}."""
    listed, faults = _rows_of_list(), {}
    for some in batched(careers, AT_ONCE):
        asked = [career.slug for career in some]
        columns = _columns(page("/careers/compare/", c=asked))
        lines = _lines(page("/careers/compare/careers.csv", c=asked))
        for career, column, line in zip(some, columns, lines, strict=True):
            answer, profile = answer_of(career), page(career.get_absolute_url())
            pay, outlook = answer["pay"], answer["outlook"]
            found = [
                *(f"profile: {one}" for one in _missing(words(profile), _of_profile(pay, outlook))),
                *(f"profile: {one}" for one in _unnamed(words(profile), pay, outlook)),
                *(f"list: {one}" for one in _missing(listed[career.get_absolute_url()], _of_list(pay, outlook))),
                *(f"compare: {one}" for one in _compared(column, pay, outlook)),
                *(f"file: {one}" for one in _filed(line, pay, outlook)),
                *(f"structured data: {one}" for one in _described(profile, pay, outlook)),
            ]
            faults |= {career.title: found} if found else {}
    return faults


def batched(careers: Iterable[Career], size: int) -> Iterator[list[Career]]:
    careers = iter(careers)
    while some := list(islice(careers, size)):
        yield some


def _missing(text: str, phrases: list[str]) -> list[str]:
    return [phrase for phrase in phrases if phrase not in text]


def _notes(pay: dict | None, outlook: dict | None) -> list[str]:
    """The groups that stand beside figures, as their notes end."""
    return [lower_first(figures["note"]) for figures in (pay, outlook) if figures and figures["note"]]


def _of_profile(pay: dict | None, outlook: dict | None) -> list[str]:
    phrases = []
    if pay:
        phrases.append(f"Median {'hourly' if pay['unit'] == 'an hour' else 'annual'} pay {pay['median_in_words']}")
    if outlook:
        growth, called = growth_of(outlook) or NOT_PUBLISHED, lower_first(outlook["growth_in_words"])
        phrases += [
            f"{growth} growth, {outlook['period']}",
            f"{outlook['jobs_in_words']} jobs in ",
            f"Openings per year {outlook['openings_in_words']}",
            f"Employment growth {outlook['period']} {growth}{f', {called}' if called else ''}",
            f"Entry-level education {outlook['entry_level_education'] or NOT_PUBLISHED}",
        ]
        if called:
            phrases.append(f"That is {'a decline' if called == 'decline' else called}.")
    return phrases


def _unnamed(text: str, pay: dict | None, outlook: dict | None) -> list[str]:
    """The groups and older occupations that the boxes of the first screen do not name."""
    text, unnamed = text.lower(), []
    for figures, begins in ((pay, "pay is for"), (outlook, "education and outlook are for")):
        named = figures["note"].lower().removeprefix("for ") if figures else ""
        if named and not any(f"{begin} {named}." in text for begin in (begins, "pay, education and outlook are for")):
            unnamed.append(f"{begins} {named}")
    return unnamed


def _rows_of_list() -> dict[str, str]:
    """{address of a career: its words in the list}, over all pages."""
    rows, number, there_is_more = {}, 0, True
    while there_is_more:
        number += 1
        html = page("/careers/", page=number)
        for address, row in re.findall(r'(?s)<li>\s*<h3><a href="([^"]+)">(.*?)</label>', html):
            rows[address] = words(row)
        there_is_more = 'rel="next"' in html
    return rows


def _of_list(pay: dict | None, outlook: dict | None) -> list[str]:
    phrases = _notes(pay, outlook)
    phrases.append(
        f"{pay['median_in_words']} {pay['unit']}" if pay and pay["median"] is not None else "Pay not published"
    )
    if outlook and growth_of(outlook):
        called = lower_first(outlook["growth_in_words"])
        phrases.append(f"{growth_of(outlook)} growth{f', {called}' if called else ''}")
    return phrases


def _columns(html: str) -> list[dict[str, str]]:
    """{name of a row: words of its cell} of each career."""
    columns: list[dict[str, str]] = []
    for head, cells in re.findall(r'(?s)<tr[^>]*><th scope="row"><span>(.*?)</span></th>(.*?)</tr>', html):
        for place, cell in enumerate(re.findall(r"(?s)<td[^>]*>(.*?)</td>", cells)):
            columns += [{}] if place == len(columns) else []
            columns[place][words(head.partition("<span")[0])] = words(cell).replace(" For ", " for ")
    return columns


def _compared(rows: dict[str, str], pay: dict | None, outlook: dict | None) -> list[str]:
    median = f"{pay['median_in_words']} {pay['unit']}" if pay and pay["median"] is not None else NOT_PUBLISHED
    wanted = {"Median pay": [median, *_notes(pay, None)]}
    for head in OF_OUTLOOK:
        wanted[head] = _notes(None, outlook) if outlook else [NOT_PUBLISHED]
    if outlook:
        wanted["Entry-level education"] += [outlook["entry_level_education"] or NOT_PUBLISHED]
        wanted["Growth"] += [growth_of(outlook) or NOT_PUBLISHED, outlook["growth_in_words"]]
        wanted["Openings per year"] += [outlook["openings_in_words"]]
        wanted["Jobs"] += [outlook["jobs_in_words"]]
    missing = [f"{head}: {one}" for head, phrases in wanted.items() for one in _missing(rows[head], phrases)]
    strangers = [
        head for head in wanted if "for all " in rows[head] and not any("for all " in one for one in wanted[head])
    ]
    return missing + [f"{head}: a group that is not its own" for head in strangers]


def _lines(content: str) -> list[dict[str, str]]:
    return list(csv.DictReader(content.removeprefix("\ufeff").splitlines()))


def _filed(line: dict[str, str], pay: dict | None, outlook: dict | None) -> list[str]:
    wanted = {"Outlook note": outlook["note"] if outlook else ""}
    if outlook:
        wanted |= {"Growth in words": outlook["growth_in_words"]}
        for head, name in (("Openings per year", "openings"), ("Jobs", "jobs")):
            number, text = outlook["openings_a_year" if name == "openings" else name], outlook[f"{name}_in_words"]
            wanted[head] = "" if number is None else str(number or text)
    faults = [f"{head}: {line[head]!r}, not {value!r}" for head, value in wanted.items() if line[head] != value]
    if pay:
        median = "Median hourly pay" if pay["unit"] == "an hour" else "Median annual pay"
        is_or_more = median in line["Pay note"].partition("Or more: ")[2]
        if is_or_more != pay["is_or_more"]:
            faults.append(f"Pay note: {line['Pay note']!r}")
        faults += _missing(line["Pay note"], [pay["note"]])
    return faults


def _described(profile: str, pay: dict | None, outlook: dict | None) -> list[str]:
    (script,) = re.findall(r'(?s)<script type="application/ld\+json">(.*?)</script>', profile)
    described = next(one for one in json.loads(script)["@graph"] if one["@type"] == "Occupation")
    faults = []
    salary = described.get("estimatedSalary", {})
    if salary and pay["relation"] != "own":
        faults.append("pay that is not the career's own")
    if pay and pay["relation"] == "own":
        exact = None if pay["is_or_more"] else pay["median"]
        if salary.get("median") != exact:
            faults.append(f"a median of {salary.get('median')}")
    education = outlook["entry_level_education"] if outlook and outlook["relation"] == "own" else ""
    if described.get("educationRequirements", "") != education:
        faults.append(f"education: {described.get('educationRequirements')}")
    return faults
