"""A whole O*NET release, read here cell by cell without the project's code, against the profiles made of it."""

from collections import Counter, defaultdict
from datetime import date

import pytest
from django.conf import settings
from python_calamine import CalamineWorkbook

from careers.data_sets import OCCUPATIONS, TEXT
from careers.importers import onet
from careers.importers.reading import source_files
from careers.releases.plain_titles import plain_title

from ..careers.importers.onet_samples import collect

RELEASE = settings.BASE_DIR.parent / "shared" / "data" / "onet-29.3"

pytestmark = pytest.mark.skipif(
    not RELEASE.is_dir(), reason=f"the O*NET release is not at {RELEASE}; it is too large for the project"
)


def raw(name: str) -> dict[str, list[list]]:
    """The rows of a workbook, without the headers, by occupation code."""
    rows = CalamineWorkbook.from_path(RELEASE / f"{name}.xlsx").get_sheet_by_index(0).to_python()
    found = defaultdict(list)
    for row in rows[1:]:
        found[row[0]].append(row)
    return found


@pytest.fixture(scope="module")
def collector(tmp_path_factory):
    return collect(RELEASE, workspace=tmp_path_factory.mktemp("onet"))


@pytest.fixture(scope="module")
def profiles(collector):
    return {row.code: row for row in collector.profiles()}


def test_every_occupation_with_its_title_and_description(profiles):
    published = {code: tuple(rows[0][1:]) for code, rows in raw("Occupation Data").items()}
    assert len(published) == 1016
    assert {code: (row.title, row.data["description"]) for code, row in profiles.items()} == published
    assert all(0 < len(row.summary) <= 200 for row in profiles.values())


def test_every_occupation_gets_a_plain_title_of_its_own(profiles):
    titles = {row.title: plain_title(row.title).title for row in profiles.values()}
    assert len({title.casefold() for title in titles.values()}) == len(titles) == 1016
    assert not [title for title in titles.values() if "--" in title or "/" in title or len(title) > 60]
    assert not [title for title in titles.values() if title.startswith("First-Line") or ", All Other" in title]


def test_every_task(profiles):
    published = raw("Task Statements")
    for code, row in profiles.items():
        expected = [[task[3], task[4]] for task in published[code] if task[4] == "Core"]
        expected += [[task[3], task[4]] for task in published[code] if task[4] != "Core"]
        assert row.data["tasks"] == expected, code
    assert sum(len(row.data["tasks"]) for row in profiles.values()) == 18796


def test_every_title(profiles):
    alternate, reported = raw("Alternate Titles"), raw("Sample of Reported Titles")
    for code, row in profiles.items():
        assert {title[2] for title in reported[code]} == set(row.data["reported_titles"]), code
        short = {title[3].casefold() for title in alternate[code]} - {""}
        assert sorted(short) == sorted(title.casefold() for title in row.data["short_titles"]), code
        told = [title.casefold() for title in row.data["reported_titles"] + row.data["alternate_titles"]]
        published = {title[2].casefold() for title in alternate[code] + reported[code]}
        assert len(told) == len(set(told)), code
        assert {*told, row.title.casefold()} == {*published, row.title.casefold()}, code
        shown = [title[2] for title in reported[code] if title[3] == "Y"]
        assert row.data["reported_titles"][: len(shown)] == shown, code


@pytest.mark.parametrize("name", ["Skills", "Knowledge"])
def test_every_rating_in_order(profiles, name):
    published = raw(name)
    for code, row in profiles.items():
        kept = [rating for rating in published[code] if rating[4] == "IM" and rating[11] != "Y"]
        kept.sort(key=lambda rating: (-rating[6], rating[3]))
        told = row.data[name.lower()]
        assert [rating[:2] for rating in told] == [[rating[3], rating[6]] for rating in kept], code
        assert all(meaning for *_, meaning in told[:10]), code
    assert sum(bool(row.data[name.lower()]) for row in profiles.values()) == 879


def test_every_job_zone(profiles):
    published = {code: rows[0][2] for code, rows in raw("Job Zones").items()}
    assert len(published) == 923
    assert {code: row.job_zone for code, row in profiles.items() if row.job_zone is not None} == published


def test_every_interest(profiles):
    published = raw("Interests")
    for code, row in profiles.items():
        expected = {interest[3]: interest[6] for interest in published[code] if interest[4] == "OI"}
        assert dict(row.data["interests"]) == expected, code
        assert [value for _, value in row.data["interests"]] == sorted(expected.values(), reverse=True), code


def test_every_share_of_education(profiles):
    published = raw("Education, Training, and Experience")
    hidden = 0
    for code, row in profiles.items():
        answers = [answer for answer in published[code] if answer[4] == "RL" and answer[7]]
        if answers and max(answers, key=lambda answer: answer[7])[12] == "Y":
            hidden += 1
            assert row.data["education"] == [], code
        else:
            expected = [answer[7] for answer in answers if answer[12] != "Y"]
            assert [share for _, share in row.data["education"]] == expected, code
    assert hidden == 65


def test_every_software_and_related_occupation(profiles):
    software, related = raw("Technology Skills"), raw("Related Occupations")
    for code, row in profiles.items():
        expected = {(tool[2], tool[4], tool[5] == "Y", tool[6] == "Y") for tool in software[code]}
        assert {tuple(tool) for tool in row.data["technology"]} == expected, code
        assert row.data["related"] == [[other[2], other[3], other[4]] for other in related[code]], code


def test_the_release_is_known_by_its_read_me(tmp_path):
    [read_me] = [source for source in source_files([RELEASE], tmp_path) if source.name.endswith("Read Me.txt")]
    assert onet.release_in_read_me(read_me.path.read_text()) == onet.OnetRelease("29.3", date(2025, 5, 1))


def test_every_work_style_in_order(profiles):
    published = raw("Work Styles")
    for code, row in profiles.items():
        kept = [rating for rating in published[code] if rating[11] != "Y"]
        kept.sort(key=lambda rating: (-rating[6], rating[3]))
        assert row.data.get("work_styles", []) == [[rating[2], rating[3], rating[6]] for rating in kept], code
    assert sum("work_styles" in row.data for row in profiles.values()) == 879


def test_technology_begins_with_what_is_asked_for_and_most_related_occupations_use(profiles):
    tools, related = raw("Technology Skills"), raw("Related Occupations")
    for code, row in profiles.items():
        used = Counter(pair for other in related[code] for pair in {(tool[2], tool[4]) for tool in tools[other[2]]})
        ranks = [(not demand, not hot, -used[name, kind]) for name, kind, hot, demand in row.data["technology"]]
        assert ranks == sorted(ranks), code
    nurse = [name for name, *_ in profiles["29-1141.00"].data["technology"]]
    assert nurse.index("MEDITECH software") < nurse.index("Apache Spark")


def test_it_has_what_releases_usually_have(profiles):
    has = Counter({OCCUPATIONS: len(profiles)})
    for row in profiles.values():
        has.update(label for part, label in TEXT.parts.items() if row.data.get(part))
    for usual in TEXT.usual:
        assert usual.lack(has[usual.what]) == ""
        if has[usual.what] or not usual.sometimes:
            assert abs(has[usual.what] - usual.about) < usual.about / 20, usual
