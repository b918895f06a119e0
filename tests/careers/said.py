"""What page, list, comparison, file and structured data say of a career's figures, held against what the API says."""

import csv
import json
import re
from html import unescape

from django.core.cache import cache
from django.test import Client

from careers.models import Career

NOT_PUBLISHED = "Not published"
OF_OUTLOOK = [
    "Entry-level education",
    "Experience in a related job",
    "Training on the job",
    "Growth",
    "Openings a year",
    "Jobs",
]


def words(html: str) -> str:
    html = re.sub(r"(?s)<(script|style|head)\b.*?</\1>", " ", html)
    return re.sub(r" ([.,:;])", r"\1", " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split()))


def page(path: str, **asked) -> str:
    response = Client().get(path, asked)
    assert response.status_code == 200, path
    return response.content.decode()


def answer_of(career: Career) -> dict:
    found = json.loads(page("/api/careers/", q=career.title, limit=50))["careers"]
    return next(one for one in found if one["url"].endswith(career.get_absolute_url()))


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def growth_of(outlook: dict | None) -> str:
    """The growth as pages print it: 7.1%, −2%."""
    if outlook is None or outlook["growth_percent"] is None:
        return ""
    return f"{outlook['growth_percent']:.1f}".removesuffix(".0").replace("-", "−") + "%"


def faults_of(career: Career) -> list[str]:
    """What a surface says of `career` otherwise than the API, each as "surface: what"."""
    cache.clear()
    answer = answer_of(career)
    pay, outlook = answer["pay"], answer["outlook"]
    profile = page(career.get_absolute_url())
    return [
        *(f"profile: {one}" for one in _missing(words(profile), _of_profile(pay, outlook))),
        *(f"list: {one}" for one in _missing(_row_of_list(career), _of_list(pay, outlook))),
        *(f"compare: {one}" for one in _compared(career, pay, outlook)),
        *(f"file: {one}" for one in _filed(career, pay, outlook)),
        *(f"structured data: {one}" for one in _described(profile, pay, outlook)),
    ]


def _missing(text: str, phrases: list[str]) -> list[str]:
    return [phrase for phrase in phrases if phrase not in text]


def _notes(pay: dict | None, outlook: dict | None) -> list[str]:
    """The groups that stand beside figures, as their notes end."""
    return [lower_first(figures["note"]) for figures in (pay, outlook) if figures and figures["note"]]


def _of_profile(pay: dict | None, outlook: dict | None) -> list[str]:
    phrases = _notes(pay, outlook)
    if pay:
        phrases.append(f"Median {'hourly' if pay['unit'] == 'an hour' else 'annual'} pay {pay['median_in_words']}")
    if outlook:
        growth, called = growth_of(outlook) or NOT_PUBLISHED, lower_first(outlook["growth_in_words"])
        phrases += [
            f"Growth {growth} {outlook['period']}",
            f"Number of jobs {outlook['jobs_in_words']}",
            f"Openings a year {outlook['openings_in_words']}",
            f"Employment growth {outlook['period']} {growth}{f', {called}' if called else ''}",
            f"Entry-level education {outlook['entry_level_education'] or NOT_PUBLISHED}",
        ]
        if called:
            phrases.append(f"That is {'a decline' if called == 'decline' else called}.")
    return phrases


def _row_of_list(career: Career) -> str:
    listed = page("/careers/", q=career.title)
    rows = re.findall(r"(?s)<li>\s*<h3>.*?</label>", listed)
    return words(next(row for row in rows if f'href="{career.get_absolute_url()}"' in row))


def _of_list(pay: dict | None, outlook: dict | None) -> list[str]:
    phrases = _notes(pay, outlook)
    phrases.append(
        f"{pay['median_in_words']} {pay['unit']}" if pay and pay["median"] is not None else "Pay not published"
    )
    if outlook and growth_of(outlook):
        called = lower_first(outlook["growth_in_words"])
        phrases.append(f"{growth_of(outlook)} growth{f', {called}' if called else ''}")
    return phrases


def _compared(career: Career, pay: dict | None, outlook: dict | None) -> list[str]:
    html = page("/careers/compare/", c=career.slug)
    rows = {}
    for head, cell in re.findall(r'(?s)<tr[^>]*><th scope="row"><span>(.*?)</span></th>\s*<td>(.*?)</td>', html):
        rows[words(head.partition("<span")[0])] = words(cell).replace(" For ", " for ")
    median = f"{pay['median_in_words']} {pay['unit']}" if pay and pay["median"] is not None else NOT_PUBLISHED
    wanted = {"Median pay": [median, *_notes(pay, None)]}
    for head in OF_OUTLOOK:
        wanted[head] = _notes(None, outlook) if outlook else [NOT_PUBLISHED]
    if outlook:
        wanted["Entry-level education"] += [outlook["entry_level_education"] or NOT_PUBLISHED]
        wanted["Growth"] += [growth_of(outlook) or NOT_PUBLISHED, outlook["growth_in_words"]]
        wanted["Openings a year"] += [outlook["openings_in_words"]]
        wanted["Jobs"] += [outlook["jobs_in_words"]]
    missing = [f"{head}: {one}" for head, phrases in wanted.items() for one in _missing(rows[head], phrases)]
    strangers = [
        head for head in wanted if ", a wider group" in rows[head] and not any("group" in one for one in wanted[head])
    ]
    return missing + [f"{head}: a group that is not its own" for head in strangers]


def _filed(career: Career, pay: dict | None, outlook: dict | None) -> list[str]:
    content = page("/careers/compare/careers.csv", c=career.slug).removeprefix("\ufeff")
    (line,) = csv.DictReader(content.splitlines())
    wanted = {"Outlook note": outlook["note"] if outlook else ""}
    if outlook:
        wanted |= {"Growth in words": outlook["growth_in_words"]}
        for head, name in (("Openings a year", "openings"), ("Jobs", "jobs")):
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
