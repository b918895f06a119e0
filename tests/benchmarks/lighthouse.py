"""What Lighthouse says of every public page as a phone shows it: the median of five runs, in a table.

    LIGHTHOUSE=/path/to/node_modules/.bin/lighthouse python -m tests.benchmarks.lighthouse http://127.0.0.1:8000

The site must be running with the demo (`make run`), on a machine that does nothing else: performance is time.
`--quick` looks at everything but performance, once. Paths at the end: only these. Needs Lighthouse (npm) and Chromium.
Ends with status 1 where a page has less than 100 (98 for performance). What is not to be indexed has no figure for SEO.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import urllib.request
from dataclasses import dataclass

PAGES = [
    *("/", "/careers/", "/careers/?q=nurse", "/careers/medical-coding/", "/careers/medical-coding/history/"),
    *("/careers/medical-coding/titles-and-technology/", "/careers/medical-coding/changes/", "/careers/a-to-z/"),
    *("/careers/medical-coding/questions/", "/careers/compare/?c=medical-coding&c=registered-nurse", "/quiz/"),
    *("/rankings/", "/rankings/highest-paying/", "/plan/", "/plan/?c=medical-coding&c=registered-nurse"),
    *("/fields/health-care/", "/sources/", "/schools/", "/questions/", "/ask/", "/careers/medical-coding/ask/"),
    *("/ask/thanks/", "/ask/mine/", "/ask/mine/sent/", "/updates/", "/updates/thanks/", "/updates/mine/"),
    *("/updates/mine/sent/", "/updates/archive/", "/privacy/", "/accessibility/"),
]
QUICK = ("accessibility", "best-practices", "seo")
LEAST = {"performance": 98}
# Now and then Chromium does not start, or tells nothing of a page.
ATTEMPTS = 3
FLAGS = "--headless --no-sandbox --disable-gpu --disable-quic --disable-background-networking"


@dataclass(frozen=True)
class Run:
    scores: dict[str, int]
    # What kept a score below 100.
    faults: tuple[str, ...]


def is_indexed(address: str) -> bool:
    with urllib.request.urlopen(address) as response:
        return b'name="robots" content="noindex"' not in response.read()


def look(lighthouse: str, address: str, categories: tuple[str, ...]) -> Run:
    command = [lighthouse, address, "--quiet", "--output=json", f"--only-categories={','.join(categories)}"]
    command += [f"--chrome-flags={FLAGS}"]
    if "performance" not in categories:
        command += ["--throttling-method=provided"]
    for _ in range(ATTEMPTS):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            break
    else:
        sys.exit(f"Lighthouse cannot look at {address}: {done.stderr.strip()[-500:]}")
    found = json.loads(done.stdout)
    weighed = {
        audit["id"]
        for category in found["categories"].values()
        for audit in category["auditRefs"]
        if audit["weight"] and category["id"] != "performance"
    }
    failed = [name for name in weighed if found["audits"][name]["score"] not in (None, 1)]
    scores = {name: round((one["score"] or 0) * 100) for name, one in found["categories"].items()}
    return Run(scores, tuple(sorted(failed)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site")
    parser.add_argument("paths", nargs="*")
    parser.add_argument("--quick", action="store_true")
    given = parser.parse_intermixed_args()
    lighthouse = os.environ.get("LIGHTHOUSE") or shutil.which("lighthouse")
    if not lighthouse:
        sys.exit("Lighthouse is missing: npm install lighthouse, and name its program in LIGHTHOUSE.")
    os.environ.setdefault("CHROME_PATH", shutil.which("chromium") or "")
    categories = QUICK if given.quick else ("performance", *QUICK)
    print(f"{'page':52}", *(f"{name:>14}" for name in categories), flush=True)
    low = [path for path in given.paths or PAGES if is_low(lighthouse, given.site, path, categories)]
    print(f"{len(low)} pages are below what they should have." if low else "All pages have what they should.")
    sys.exit(bool(low))


def is_low(lighthouse: str, site: str, path: str, categories: tuple[str, ...]) -> bool:
    """Prints the page's line."""
    address = site.rstrip("/") + path
    asked = categories if is_indexed(address) else tuple(name for name in categories if name != "seo")
    runs = [look(lighthouse, address, asked) for _ in range(5 if "performance" in categories else 1)]
    medians = {name: round(statistics.median(run.scores[name] for run in runs)) for name in asked}
    faults = sorted({fault for run in runs for fault in run.faults if "seo" in asked or fault != "is-crawlable"})
    print(f"{path[:52]:52}", *(f"{medians.get(name, '-'):>14}" for name in categories), *faults, flush=True)
    return any(score < LEAST.get(name, 100) for name, score in medians.items())


if __name__ == "__main__":
    main()
