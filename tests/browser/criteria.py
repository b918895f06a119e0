"""What axe cannot see of WCAG 2.2: scripts that look at a page as it lies before somebody."""

# 1.4.12: with this spacing no text may be cut off.
SPACING = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }
"""
CUT_OFF = """spacing => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(spacing)
  document.adoptedStyleSheets = [sheet]
  const has_text = one => [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim())
  const cut = [...document.querySelectorAll("body *")].filter(one => {
    const {overflowX, overflowY, clipPath} = getComputedStyle(one)
    if (!one.offsetParent || clipPath !== "none" || one.clientWidth < 2 || !has_text(one)) return false
    const hides = value => value === "hidden" || value === "clip"
    return (hides(overflowX) && one.scrollWidth > one.clientWidth + 1)
      || (hides(overflowY) && one.scrollHeight > one.clientHeight + 1)
  }).map(one => `cut off: ${one.outerHTML.slice(0, 100)}`)
  const over = document.documentElement.scrollWidth - innerWidth
  document.adoptedStyleSheets = []
  return over > 0 ? [...cut, `${over} pixels too wide with wide spacing`] : cut
}"""
# 2.5.8: what is pressed is 24 pixels wide and high, or so far from others, or stands in a sentence.
TOO_SMALL = """() => {
  const every = "a[href], button, summary, select, textarea, input:not([type=hidden])"
  const in_sentence = one => {
    if (one.tagName !== "A" || getComputedStyle(one).display !== "inline") return false
    const around = one.closest("p, li, dd, dt, td, th, figcaption, label, address, h1, h2, h3, span, div")
    const rest = (around || one.parentElement).cloneNode(true)
    rest.querySelectorAll("a, button, .visually-hidden").forEach(link => link.remove())
    return /\\p{L}{2}/u.test(rest.textContent)
  }
  const shown = [...document.querySelectorAll(every)].filter(one =>
    one.checkVisibility({checkOpacity: true, checkVisibilityCSS: true}) && one.getBoundingClientRect().width > 1)
  const box_of = one => {
    const boxes = [one, ...(one.labels || [])].map(each => each.getBoundingClientRect())
    const left = Math.min(...boxes.map(box => box.left)), right = Math.max(...boxes.map(box => box.right))
    const top = Math.min(...boxes.map(box => box.top)), bottom = Math.max(...boxes.map(box => box.bottom))
    return {one, left, right, top, bottom, small: right - left < 23.5 || bottom - top < 23.5}
  }
  const boxes = shown.map(box_of)
  const near = (small, other) => {
    const x = (small.left + small.right) / 2, y = (small.top + small.bottom) / 2
    if (other.small) {
      return Math.hypot(x - (other.left + other.right) / 2, y - (other.top + other.bottom) / 2) < 23.5
    }
    const from_x = Math.max(other.left - x, 0, x - other.right), from_y = Math.max(other.top - y, 0, y - other.bottom)
    return Math.hypot(from_x, from_y) < 11.5
  }
  return boxes.filter(box => box.small && !in_sentence(box.one)
      && boxes.some(other => other.one !== box.one && !other.one.contains(box.one) && near(box, other)))
    .map(box => `smaller than 24 pixels: ${box.one.outerHTML.slice(0, 100)}`)
}"""
# 1.3.5: fields about the visitor say what they are for.
WITHOUT_PURPOSE = """() => [...document.querySelectorAll("input[type=email], input[type=tel], input[type=password]")]
  .filter(one => !one.autocomplete).map(one => `no purpose: ${one.outerHTML.slice(0, 100)}`)"""
PARTS_OF_A_DATE = 3
# 2.4.7 and 2.4.11, of what has the focus.
FOCUSED = """() => {
  const one = document.activeElement
  if (one === document.body || one === document.documentElement) return null
  const box = one.getBoundingClientRect()
  const labels = [...(one.labels || [])]
  const marked = [one, ...labels, one.parentElement].some(each => {
    const {outlineStyle, outlineWidth, boxShadow} = getComputedStyle(each)
    return (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none"
  })
  const places = []
  for (const across of [0.1, 0.5, 0.9]) {
    for (const down of [0.1, 0.5, 0.9]) places.push([box.left + box.width * across, box.top + box.height * down])
  }
  const rects = [...one.getClientRects()].map(rect => [(rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2])
  const seen = [...places, ...rects].some(([x, y]) => {
    const there = document.elementFromPoint(x, y)
    return there && (one.contains(there) || labels.some(label => label.contains(there)))
  })
  one.dataset.stop = one.dataset.stop || Math.random()
  return {id: one.dataset.stop, html: one.outerHTML.slice(0, 100), marked, seen}
}"""


def problems_of_look(page) -> list[str]:
    """At the width that a page has at 400 percent, and with wide spacing."""
    found = page.evaluate(WITHOUT_PURPOSE)
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        if over := page.evaluate("document.documentElement.scrollWidth - innerWidth"):
            found.append(f"{over} pixels too wide at {width}")
        found += [f"{problem} at {width}" for problem in page.evaluate(TOO_SMALL) + page.evaluate(CUT_OFF, SPACING)]
    return found


def problems_of_keyboard(page, most: int = 500) -> list[str]:
    """Tab goes through the page to its end, and one sees where it is."""
    found, stops, parts = [], [], 0
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        # A date has three parts, and a button beside them.
        parts = parts + 1 if stop and stops and stop["id"] == stops[-1] else 0
        if 0 < parts <= PARTS_OF_A_DATE:
            continue
        if stop is None or stop["id"] in stops:
            break
        stops.append(stop["id"])
        if not stop["marked"]:
            found.append(f"focus not shown: {stop['html']}")
        if not stop["seen"]:
            found.append(f"focus covered: {stop['html']}")
    else:
        found.append("no way out by Tab")
    if stop is not None and stop["id"] != stops[0]:
        found.append(f"no way on from {stop['html']}")
    return found
