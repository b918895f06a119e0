import gzip

import pytest

# Compressed, in bytes: the page with its style sheets, and its scripts. The head holds the links of a new site.
PAGE_BUDGET = 14_600
SCRIPT_BUDGET = 4 * 1024
PAGE = ("text/html", "text/css")
SCRIPTS = ("text/javascript", "application/javascript")

SHIFTS = """() => new Promise(done => {
  let total = 0;
  new PerformanceObserver(list => list.getEntries().forEach(entry => total += entry.value))
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(total), 500);
})"""


@pytest.mark.parametrize("slug", ["medical-coding", "anesthesiologist", "registered-nurse"])
def test_a_profile_is_light_and_clean(open_page, site, slug):
    page = open_page("/healthz")
    loaded = {}
    page.on("response", lambda response: loaded.update({response.url: response}))
    page.goto(f"{site}/careers/{slug}/")
    weights = {PAGE: [], SCRIPTS: []}
    for response in list(loaded.values()):
        kind = response.headers.get("content-type", "").split(";")[0]
        for kinds, found in weights.items():
            if kind in kinds:
                found.append(len(gzip.compress(response.body(), 6)))
    assert (len(weights[PAGE]), len(weights[SCRIPTS])) == (2, 2)
    assert sum(weights[PAGE]) <= PAGE_BUDGET
    assert sum(weights[SCRIPTS]) <= SCRIPT_BUDGET
    assert page.evaluate(SHIFTS) == 0
    assert page.faults == []
    assert page.context.cookies() == []


@pytest.mark.parametrize("path", ["/plan/", "/plan/?c=medical-coding&c=actor&c=electrician"])
def test_the_scripts_of_the_plan_are_light_and_nothing_jumps(open_page, site, path):
    page = open_page("/healthz")
    scripts = {}
    page.on("response", lambda response: ".js" in response.url and scripts.update({response.url: response}))
    page.goto(site + path)
    assert len(scripts) == 2
    assert sum(len(gzip.compress(response.body(), 9)) for response in scripts.values()) <= 4 * 1024
    assert page.evaluate(SHIFTS) == 0
