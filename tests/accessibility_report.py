"""Makes docs/accessibility-report.md: `python -m tests.accessibility_report` runs the tests that it names.

With `--results FILE`, tests that ran before are read from their JUnit file.
"""

import argparse
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

from axe_playwright_python.base import AXE_SCRIPT

PROJECT = Path(__file__).resolve().parent.parent
REMARKS = PROJECT / "docs" / "accessibility-remarks.toml"
REPORT = PROJECT / "docs" / "accessibility-report.md"
LEVELS = ("Supports", "Partially Supports", "Does Not Support", "Not Applicable")

HEAD = """# Accessibility conformance report

In the form of VPAT 2.5, WCAG edition. Made by `python -m tests.accessibility_report` from
[accessibility-remarks.toml](accessibility-remarks.toml); change that file, and not this one.

| | |
| --- | --- |
| Product | careerinfo, the public pages, as of {commit} |
| Date | {day} |
| Contact | whoever runs the site: the page `/accessibility/` says how to reach them |
| Standard | Web Content Accessibility Guidelines 2.2, levels A and AA |
| Evaluated by | the makers of the software; nobody from outside, and nobody who uses a screen reader every day |

**By a program.** axe-core {axe} with the rules that it applies by itself, and scripts of our own for what it can't see,
in Chromium, on every kind of public page ({pages} paths), at 320, 360 and 1280 pixels, in light and in dark. For this
report {ran} tests were run, and {failed} failed.

**By hand.** What the remarks say after “By hand”: somebody looked at the pages or at their code.

**Not evaluated here.** The staff pages, which axe sweeps too; other browsers and screen readers; texts that editors,
experts and publishers write; mails; sites that links lead to.

**Terms.** *Supports*: a named test or check found no fault. *Partially Supports*: some of it does not, as the remarks
say, or was not checked in full. *Not Applicable*: the pages have nothing of the kind.

**For public bodies in the United States.** Title II of the ADA asks of their sites WCAG 2.1 AA, from April 2027 (50,000
people and more) or April 2028 (fewer, and special districts). Version 2.2 has all of it but 4.1.1, which was withdrawn.
Your own texts, logo and links count too, and this report is no audit of them: have your site looked at as you run it.
"""


@dataclass(frozen=True)
class Criterion:
    number: str
    name: str
    level: str
    says: str
    tests: tuple[str, ...] = ()
    by_hand: str = ""
    remarks: str = ""

    def row(self, rules: dict[str, list[str]], failed: set[str]) -> str:
        broken = [test for test in self.tests if test in failed]
        rules_of = rules.get(self.number, [])
        told = [
            *([f"**Failed when this report was made:** {_named(broken)}."] if broken else []),
            *([self.remarks] if self.remarks else []),
            *([f"By hand: {self.by_hand}"] if self.by_hand else []),
            *([f"Tests: {_named(self.tests)}."] if self.tests else []),
            *([f"axe: {', '.join(rules_of)}."] if rules_of else []),
        ]
        says = "Does Not Support" if broken else self.says
        return f"| {self.number} {self.name} | {says} | {' '.join(told)} |"


def criteria() -> list[Criterion]:
    rows = tomllib.loads(REMARKS.read_text())["criteria"]
    return [Criterion(**{**row, "tests": tuple(row.get("tests", ()))}) for row in rows]


def tested_on() -> date:
    return tomllib.loads(REMARKS.read_text())["tested_on"]


def rules_by_criterion() -> dict[str, list[str]]:
    """Those of axe that are on by themselves, as their tags say: "wcag1410" is 1.4.10."""
    found: dict[str, list[str]] = {}
    for rule, given, tags in re.findall(r'\{id:"([a-z0-9-]+)",((?:(?!\{id:").)*?)tags:\[([^\]]*)\]', AXE_SCRIPT):
        if "enabled:!1" in given or any(word in tags for word in ("experimental", "deprecated", "best-practice")):
            continue
        for first, second, rest in re.findall(r'"wcag(\d)(\d)(\d+)"', tags):
            found.setdefault(f"{first}.{second}.{rest}", []).append(rule)
    return {number: sorted(set(rules)) for number, rules in found.items()}


def table(level: str, failed: set[str]) -> str:
    rules = rules_by_criterion()
    rows = [criterion.row(rules, failed) for criterion in criteria() if criterion.level == level]
    return "\n".join(["| Criterion | Conformance level | Remarks |", "| --- | --- | --- |", *rows])


def _named(tests: Iterable[str]) -> str:
    return ", ".join(f"`{test}`" for test in tests)


def run_tests(names: list[str], results: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", f"--junitxml={results}"]
    subprocess.run([*command, *(f"tests/{name}" for name in names)], cwd=PROJECT, check=False)


def outcomes(results: Path, names: list[str]) -> tuple[int, set[str]]:
    """How many tests ran, and which of `names` did not all pass; one that is not there did not."""
    passed: dict[str, list[bool]] = {}
    cases = list(ElementTree.parse(results).iter("testcase"))
    for case in cases:
        file = "/".join(case.get("classname").split(".")[1:]) + ".py"
        is_well = not any(case.find(kind) is not None for kind in ("failure", "error", "skipped"))
        for name in (file, f"{file}::{case.get('name').partition('[')[0]}"):
            passed.setdefault(name, []).append(is_well)
    return len(cases), {name for name in names if not all(passed.get(name, [False]))}


def report(ran: int, failed: set[str], commit: str) -> str:
    from .browser.paths import PAGES

    axe = re.search(r"axe v([\d.]+)", AXE_SCRIPT)[1]
    day = f"{tested_on():%B} {tested_on().day}, {tested_on().year}"
    head = HEAD.format(commit=commit, day=day, axe=axe, pages=len(PAGES), ran=ran, failed=len(failed) or "none")
    tables = [f"## Table {at}: level {level}\n\n{table(level, failed)}\n" for at, level in ((1, "A"), (2, "AA"))]
    return "\n".join([head, *tables])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--results", type=Path, metavar="FILE", help="JUnit file of tests that ran before.")
    given = parser.parse_args()
    names = sorted({test for criterion in criteria() for test in criterion.tests})
    with tempfile.TemporaryDirectory() as folder:
        results = given.results or Path(folder) / "results.xml"
        if not given.results:
            run_tests(names, results)
        ran, failed = outcomes(results, names)
    asked = ["git", "rev-parse", "--short=12", "HEAD"]
    commit = subprocess.run(asked, cwd=PROJECT, capture_output=True, text=True, check=True).stdout.strip()
    REPORT.write_text(report(ran, failed, commit))
    print(f"{REPORT.relative_to(PROJECT)}: {ran} tests, {len(failed)} of those named failed.")


if __name__ == "__main__":
    main()
