import gzip

import pytest

# HTML, CSS and JavaScript of a profile, compressed, in bytes.
BUDGET = 20 * 1024

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
    weights = {}
    for url, response in list(loaded.items()):
        kind = response.headers.get("content-type", "").split(";")[0]
        if kind in ("text/html", "text/css", "text/javascript", "application/javascript"):
            weights[url] = len(gzip.compress(response.body(), 6))
    assert len(weights) == 4
    assert sum(weights.values()) <= BUDGET
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
