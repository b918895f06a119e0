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
    assert len(weights) == 3
    assert sum(weights.values()) <= BUDGET
    assert page.evaluate(SHIFTS) == 0
    assert page.faults == []
    assert page.context.cookies() == []
