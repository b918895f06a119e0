"""The color that stands out on every page: what can be read in it, and what is derived from it.

Contrast is that of WCAG 2: text and what it stands on need 4.5 to 1, drawings and lines 3 to 1.
"""

import colorsys
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

WRITTEN = re.compile(r"#[0-9a-f]{6}")
OF_TEXT, OF_DRAWINGS = 4.5, 3.0
# In the dark bright text is read on much that is dark; a bit more than what text needs tires less.
OF_TEXT_IN_THE_DARK = 6.0
# The page and its cards, as static/css/site.css has them.
LIGHT_PAGES, DARK_PAGES = ("#fbfaf6", "#ffffff"), ("#121817", "#1a2221")
ON_DARK_ACCENT = "#0a1110"

Rgb = tuple[int, ...]


@dataclass(frozen=True)
class Shades:
    """What a stylesheet sets for pages in the light, or in the dark; by the names that it has for them."""

    accent: str
    on_accent: str
    tint: str
    band: str
    deep: str

    @property
    def backgrounds(self) -> tuple[str, ...]:
        return (self.tint, self.band)


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def in_the_light(accent: str) -> Shades:
    return Shades(
        accent=accent,
        on_accent="#ffffff",
        tint=_mixed(accent, "#ffffff", 0.09),
        band=_mixed(accent, "#ffffff", 0.06),
        deep=_for_drawings(accent, LIGHT_PAGES),
    )


def in_the_dark(accent: str) -> Shades:
    """The same color as bright as the dark asks for; what lies behind text is a trace of it."""
    paper = DARK_PAGES[0]
    tint, band = _mixed(accent, paper, 0.25), _mixed(accent, paper, 0.1)
    brighter = _turned(accent, range(_lightness(accent), 256))
    bright = next(color for color in brighter if _lowest(color, (*DARK_PAGES, tint, band)) >= OF_TEXT_IN_THE_DARK)
    deep = _for_drawings(bright, DARK_PAGES)
    return Shades(accent=bright, on_accent=ON_DARK_ACCENT, tint=tint, band=band, deep=deep)


def in_light(accent: str) -> float:
    """The lowest contrast that text in this color has on a light page."""
    return _lowest(accent, (*LIGHT_PAGES, *in_the_light(accent).backgrounds))


def in_dark(accent: str) -> float:
    """The same of the bright form of it on a dark page."""
    shades = in_the_dark(accent)
    return _lowest(shades.accent, (*DARK_PAGES, *shades.backgrounds))


def nearest(accent: str) -> str:
    """The lightest color of the same hue that can be read on a light page."""
    darker = _turned(accent, range(_lightness(accent), -1, -1))
    return next((color for color in darker if in_light(color) >= OF_TEXT), "#000000")


def stylesheet(accent: str) -> str:
    """What stands over the colors of static/css/site.css on screens; on paper those of print stay."""
    light, dark = _rules(in_the_light(accent)), _rules(in_the_dark(accent))
    return f"@media screen {{ :root {light} }}\n@media screen and (prefers-color-scheme: dark) {{ :root {dark} }}\n"


def _rules(shades: Shades) -> str:
    names = ("accent", "on_accent", "tint", "band", "deep")
    return "{ " + " ".join(f"--{name.replace('_', '-')}: {getattr(shades, name)};" for name in names) + " }"


def _for_drawings(color: str, pages: tuple[str, ...]) -> str:
    """`color` as near to the page as a drawing may be."""
    for share in range(55, 100, 5):
        paler = _mixed(color, pages[0], share / 100)
        if _lowest(paler, pages) >= OF_DRAWINGS:
            return paler
    return color


def _lightness(color: str) -> int:
    return (max(_rgb(color)) + min(_rgb(color))) // 2


def _turned(color: str, steps: Iterable[int]) -> Iterator[str]:
    """The same hue in each of these steps from black, 0, to white, 255."""
    hue, _, saturation = colorsys.rgb_to_hls(*(part / 255 for part in _rgb(color)))
    for step in steps:
        yield _hex(255 * part for part in colorsys.hls_to_rgb(hue, step / 255, saturation))


def _lowest(color: str, backgrounds: tuple[str, ...]) -> float:
    return min(contrast(color, background) for background in backgrounds)


def _luminance(color: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _rgb(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _mixed(color: str, ground: str, share: float) -> str:
    pairs = zip(_rgb(color), _rgb(ground), strict=True)
    return _hex(share * part + (1 - share) * under for part, under in pairs)


def _rgb(color: str) -> Rgb:
    return tuple(int(color[place : place + 2], 16) for place in (1, 3, 5))


def _hex(parts: Iterable[float]) -> str:
    return "#" + "".join(f"{round(part):02x}" for part in parts)
