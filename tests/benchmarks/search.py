"""How well and how fast search finds careers, with the publishers' whole files and with many made-up careers.

    python -m tests.benchmarks.search

Prints a table and ends with status 1 when a limit is broken. With DATABASE_URL=postgres://... also on that server, in a
database made for it. Quality is told on two sets of real job titles, each with the SOC code that it belongs to: those
that the classification lists for one code alone, and those that O*NET's survey reported for one alone, with that table
(Sample of Reported Titles) left out of the index; as they are, and with one slip of the keyboard in the longest word.
"""

import gc
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from . import real_files
from .imports import Table
from .real_files import DATA, FOLDERS, Site

TITLES = 6_500
TIMED = 1_000
HOSTILE = 10_000
FEW, MANY = 1_000, 100_000
RIGHT = {"listed": (95.0, 98.5), "listed, a slip": (92.0, 97.0)}
TIMES_BARE = 5
TIMES_MORE = 10
SEARCH_MS, SUGGEST_MS, HOSTILE_MS = 20, 10, 200
LETTERS = "abcdefghijklmnopqrstuvwxyz"
KINDS = ["Manager", "Technician", "Engineer", "Operator", "Assistant", "Nurse", "Clerk", "Teacher"]

Titles = list[tuple[str, str]]


def slip(title: str, chance: random.Random) -> str:
    """One typing error in the longest word: a letter dropped, doubled, swapped with the next or wrong."""
    words = title.split()
    at = max(range(len(words)), key=lambda place: len(words[place]))
    word = words[at]
    place = chance.randrange(len(word) - 1) if len(word) > 1 else 0
    words[at] = chance.choice(
        [
            word[:place] + word[place + 1 :],
            word[:place] + word[place] + word[place:],
            word[:place] + word[place + 1 : place + 2] + word[place] + word[place + 2 :],
            word[:place] + chance.choice(LETTERS) + word[place + 1 :],
        ]
    )
    return " ".join(words)


def of_one_code(titles: Iterable[tuple[str, str]], chance: random.Random) -> Titles:
    codes = defaultdict(set)
    for title, code in titles:
        codes[title.casefold()].add(code)
    kept = sorted((title, min(of_title)) for title, of_title in codes.items() if len(of_title) == 1)
    return sorted(chance.sample(kept, min(TITLES, len(kept))))


def share_right(titles: Titles, find: Callable[[str], list[str]]) -> tuple[float, float]:
    """Percent of titles whose code is found first, and among the first three."""
    first = among = 0
    for title, code in titles:
        found = find(title)[:3]
        first += found[:1] == [code]
        among += code in found
    return 100 * first / len(titles), 100 * among / len(titles)


def quick_and_slow(run: Callable[[str], object], queries: list[str]) -> tuple[float, float, float]:
    """Median, 95th percentile and longest time in milliseconds: of the processor, where all of it is this process's."""
    from django.db import connection

    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    # As a server's worker begins: to clear away what the queries were made of (Hypothesis leaves 400,000 objects)
    # takes half a second, and would be told as the time of the search in which it happens.
    gc.collect()
    gc.freeze()
    times = []
    for query in queries:
        began = clock()
        run(query)
        times.append((clock() - began) * 1000)
    times.sort()
    return statistics.median(times), times[int(len(times) * 0.95)], times[-1]


class PlainSearch:
    """A peer: FTS5 over the same text, a row for each career; all words, else any."""

    def __init__(self, texts: dict[str, str]) -> None:
        self.database = sqlite3.connect(":memory:")
        self.database.execute("CREATE VIRTUAL TABLE plain USING fts5(code UNINDEXED, text, tokenize='porter')")
        self.database.executemany("INSERT INTO plain VALUES (?, ?)", texts.items())

    def __call__(self, query: str) -> list[str]:
        words = ['"' + word.replace('"', '""') + '"' for word in query.split()]
        for joined in (" AND ", " OR "):
            sql = "SELECT code FROM plain WHERE plain MATCH ? ORDER BY rank LIMIT 3"
            if found := self.database.execute(sql, [joined.join(words)]).fetchall():
                return [code for (code,) in found]
        return []


def quality(table: Table, name: str) -> None:
    from careers.models import Career, OnetProfile
    from careers.search import search

    codes = {pk: code[:7] for pk, code in Career.objects.published().values_list("pk", "onet_code")}
    profiles = list(OnetProfile.objects.filter(code__in=Career.objects.published().values("onet_code")))
    chance = random.Random(1)

    def titles_of(part: str) -> Titles:
        found = [(title, profile.code[:7]) for profile in profiles for title in profile.data.get(part, ())]
        return of_one_code(found, chance)

    def find(query: str) -> list[str]:
        return [codes[hit.career_id] for hit in search(query, limit=3).hits]

    def tell(what: str, titles: Titles) -> None:
        plain = plain_search_of(profiles)
        slipped = [(slip(title, chance), code) for title, code in titles]
        for kind, asked in ((what, titles), (f"{what}, a slip", slipped)):
            first, among = share_right(asked, find)
            limits = RIGHT.get(kind, (None, None))
            table.line(name, f"{len(asked):,} titles {kind}: right career first", first, "%", least=limits[0])
            table.line(name, "  among the first three", among, "%", least=limits[1])
            first, among = share_right(asked, plain)
            table.line(name, "  a plain search: first", first, "%")
            table.line(name, "  a plain search: among the first three", among, "%")

    tell("listed", titles_of("soc_titles"))
    reported = titles_of("reported_titles")
    with reported_titles_left_out(profiles):
        tell("reported", reported)


def plain_search_of(profiles: list) -> PlainSearch:
    return PlainSearch(
        {
            profile.code[:7]: " ; ".join(
                [profile.title, profile.summary]
                + [title for part in ("reported_titles", "alternate_titles") for title in profile.data[part]]
                + [task for task, _ in profile.data["tasks"]]
            )
            for profile in profiles
        }
    )


@contextmanager
def reported_titles_left_out(profiles: list) -> Iterator[None]:
    """The index without O*NET's table Sample of Reported Titles."""
    from careers.models import OnetProfile
    from careers.search import index

    before = {profile.pk: profile.data for profile in OnetProfile.objects.in_bulk().values()}
    alternates = alternate_titles()
    for profile in profiles:
        profile.data["reported_titles"], profile.data["alternate_titles"] = [], alternates[profile.code]
    OnetProfile.objects.bulk_update(profiles, ["data"], batch_size=100)
    index.rebuild()
    yield
    for profile in profiles:
        profile.data = before[profile.pk]
    OnetProfile.objects.bulk_update(profiles, ["data"], batch_size=100)
    index.rebuild()


def alternate_titles() -> dict[str, list[str]]:
    """{O*NET-SOC code: titles} of O*NET's table, with those that the survey reported too."""
    import python_calamine

    book = python_calamine.CalamineWorkbook.from_path(DATA / "onet-29.3" / "Alternate Titles.xlsx")
    headers, *rows = book.get_sheet_by_index(0).to_python()
    code, title = headers.index("O*NET-SOC Code"), headers.index("Alternate Title")
    found = defaultdict(list)
    for row in rows:
        found[row[code]].append(str(row[title]))
    return found


def bare_match(query: str) -> list:
    """The least that a database does for a search: what holds all words, in titles or text, ranked, the best twenty."""
    from careers.search import analysis, tables

    connection = tables.reader()
    match = tables.all_words(dict.fromkeys(word for _, word in analysis.content(query)))
    if connection.vendor == "sqlite":
        sql = (
            f"SELECT p.career_id, p.text FROM careers_searchpassage_fts AS f JOIN {tables.PASSAGE} AS p ON "
            "p.id = f.rowid WHERE careers_searchpassage_fts MATCH %s ORDER BY f.rank LIMIT 20"
        )
        return tables.rows(sql, [match])
    sql = (
        f"SELECT career_id, text FROM {tables.PASSAGE} "
        "WHERE kind <= 3 AND vector @@ %s::tsquery OR kind > 3 AND vector @@ %s::tsquery "
        "ORDER BY ts_rank(vector, %s::tsquery) DESC LIMIT 20"
    )
    return tables.rows(sql, [match] * 3)


def speed(table: Table, name: str) -> None:
    from careers.models import OnetProfile
    from careers.search import search, suggest

    chance = random.Random(2)
    titles = sorted({title for data in OnetProfile.objects.values_list("data", flat=True) for title in _titles(data)})
    asked = chance.sample(titles, TIMED)
    typed = [title[: chance.randint(2, len(title))] for title in asked if len(title) > 2]
    slipped = [slip(title, chance) for title in asked]
    bare = quick_and_slow(bare_match, asked)
    found = quick_and_slow(search, asked)
    table.line(name, "a search, median", found[0], "ms")
    # Each query to a server costs the way there and back, whatever it asks for: told, but not held against it.
    limit = TIMES_BARE if name == "SQLite" else None
    table.line(name, "  beside the bare match", found[0] / bare[0], "x", limit)
    table.line(name, "  95th percentile", found[1], "ms", SEARCH_MS)
    table.line(name, "a search with a slip, 95th percentile", quick_and_slow(search, slipped)[1], "ms", SEARCH_MS)
    table.line(name, "suggestions, 95th percentile", quick_and_slow(suggest, typed)[1], "ms", SUGGEST_MS)
    for what, queries in ((f"{HOSTILE:,} hostile queries", hostile()), (f"{HOSTILE:,} of Hypothesis", of_hypothesis())):
        table.line(name, f"{what}, the slowest", quick_and_slow(search, queries)[2], "ms", HOSTILE_MS)
        table.line(name, "  their suggestions, the slowest", quick_and_slow(suggest, queries)[2], "ms", HOSTILE_MS)


def _titles(data: dict) -> list[str]:
    return [*data.get("reported_titles", ()), *data.get("alternate_titles", ())]


def hostile() -> list[str]:
    """Queries that nobody means well: signs that databases read specially, odd characters, far too many words."""
    chance = random.Random(3)
    pieces = [*"\"'*-^:%_\\()aéß \t\0", "AND", "OR", "NOT", "NEAR(", "nurse", "manager", "of", "ing", "日本", "c++"]
    pieces += ["\ud800", "\u202e", "\U0001fa7a", "x" * 50]
    made = ["".join(chance.choices(pieces, k=chance.randint(1, 30))) for _ in range(HOSTILE // 2)]
    made += [" ".join(chance.choices(pieces, k=chance.randint(1, 2000))) for _ in range(HOSTILE // 100)]
    made += ["x" * 100_000, "manager " * 2_000, "a b c d e f g h i j k l m n o p", "engineer technician operator " * 9]
    while len(made) < HOSTILE:
        end = chance.choice([0x7F, 0x250, 0x3000, 0x11000])
        made.append("".join(chr(chance.randrange(0x20, end)) for _ in range(40)))
    return made


def of_hypothesis() -> list[str]:
    from hypothesis import given, settings

    from tests.careers.search.searching import ANY_TEXT

    made = []

    @settings(max_examples=HOSTILE, deadline=None, derandomize=True, database=None)
    @given(ANY_TEXT)
    def keep(text: str) -> None:
        made.append(text)

    keep()
    return made


def at_scale(table: Table, name: str) -> None:
    from careers.models import Career
    from careers.search import index, search, suggest

    Career.objects.all().delete()
    chance = random.Random(4)
    words = sorted({"".join(chance.choices(LETTERS, k=chance.randint(4, 10))) for _ in range(20_000)})
    median = {}
    made: dict[str, None] = {}
    for count in (FEW, MANY):
        make_up_careers(made, count, words, chance)
        index.rebuild()
        asked = chance.sample(list(made), TIMED // 2)
        typed = [title[: chance.randint(2, len(title))] for title in asked]
        # One word that many careers share, a word and its neighbour, a slip: whole titles alone would be too easy.
        mixed = (
            asked + [title.split(" ", 1)[1] for title in asked] + [slip(title, chance) for title in asked] + KINDS * 20
        )
        if not all(search(title).hits for title in asked[:20]):
            raise SystemExit("Made-up careers are not found.")
        median[count] = (quick_and_slow(search, mixed), quick_and_slow(suggest, typed))
    for place, what in enumerate(("a search", "suggestions")):
        few, many = median[FEW][place], median[MANY][place]
        table.line(name, f"{what} among {MANY:,} made-up careers, median", many[0], "ms")
        table.line(name, f"  beside {FEW:,}", many[0] / few[0], "x", TIMES_MORE)
        table.line(name, f"  95th percentile beside {FEW:,}", many[1] / few[1], "x", TIMES_MORE)


def make_up_careers(made: dict[str, None], count: int, words: list[str], chance: random.Random) -> None:
    """Publish careers, and note their titles in `made`, until there are `count`."""
    from django.utils import timezone

    from careers.models import Career, Field

    field = Field.objects.order_by("pk").first()
    batch = []
    while len(made) < count:
        one, other = chance.sample(words, 2)
        title = f"{one.title()} {other.title()} {chance.choice(KINDS)}"
        if title in made:
            continue
        made[title] = None
        values = {"title": title, "slug": f"made-up-{len(made)}", "summary": f"{' '.join(chance.sample(words, 9))}."}
        batch.append(Career(field=field, workers="workers", status="published", published_at=timezone.now(), **values))
    Career.objects.bulk_create(batch, batch_size=1_000)


def here(name: str) -> int:
    import django

    django.setup()
    table = Table()
    quality(table, name)
    speed(table, name)
    at_scale(table, name)
    return int(table.broken)


def main() -> int:
    if not DATA.is_dir():
        print(f"There are no publishers' files in {DATA}.")
        return 1
    broken = 0
    with real_files.sites() as sites:
        for site in sites:
            broken |= _on(site)
    return broken


def _on(site: Site) -> int:
    real_files.empty(site)
    done = site.manage("import_data", *FOLDERS, "--approve", "--publish")
    if done.code:
        raise SystemExit(done.output)
    command = [sys.executable, "-m", "tests.benchmarks.search", "--here", site.name]
    return subprocess.run(command, cwd=real_files.ROOT, env={**os.environ, **site.environment}).returncode


if __name__ == "__main__":
    sys.exit(here(sys.argv[2]) if sys.argv[1:2] == ["--here"] else main())
