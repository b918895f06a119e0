"""A logo that somebody uploads, drawn anew: visitors get nothing of the file itself."""

import struct
import warnings
import zlib
from io import BytesIO
from typing import BinaryIO

from PIL import Image, ImageOps

from ..models import SiteWords
from ..models.site_words import Picture

KINDS = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
MOST_BYTES = 2_000_000
MOST_PIXELS = 16_000_000
FEWEST_PIXELS = 16  # in each direction
LONGEST = 12  # times the other side
# Three times what it takes up on a page, for screens that are as sharp.
WIDEST, HIGHEST, SHARPNESS = 672, 120, 3
MOST_KEPT = 100_000  # bytes
OF_PARTS = (struct.error, zlib.error)
# What Pillow raises on files that are cut short or made up.
UNREADABLE = (OSError, SyntaxError, ValueError, TypeError, LookupError, EOFError, OverflowError, *OF_PARTS)


class NotALogo(Exception):
    """The message says why, to whoever uploaded it."""


def drawn_anew(file: BinaryIO, size: int) -> Picture:
    if size > MOST_BYTES:
        raise NotALogo(f"This file has more than {MOST_BYTES // 1_000_000} MB. Choose a smaller one.")
    try:
        with warnings.catch_warnings():
            # Said below, in words.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(file, formats=list(KINDS))
        _check_size(image)
        kind = image.format
        image = ImageOps.exif_transpose(image).convert("RGB" if kind == "JPEG" else "RGBA")
        image.thumbnail((WIDEST, HIGHEST))
        # Some of it would be written into the new file.
        image.info = {}
    except Image.DecompressionBombError:
        raise _too_large() from None
    except UNREADABLE:
        raise NotALogo("This file can't be read as a picture. Choose one in PNG, JPEG or WebP.") from None
    return _smallest(image, "JPEG" if kind == "JPEG" else "PNG")


def _check_size(image: Image.Image) -> None:
    """By what the file says of itself, before anything of the picture is read."""
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise _too_large()
    if min(width, height) < FEWEST_PIXELS:
        raise NotALogo(
            f"This picture has only {width} by {height} pixels. Choose a larger one: {HIGHEST} pixels high is best."
        )
    if max(width, height) > LONGEST * min(width, height):
        raise NotALogo(f"One side of this picture is more than {LONGEST} times as long as the other. Cut it first.")


def on_a_page(words: SiteWords) -> tuple[int, int]:
    """How wide and high the logo stands there, in pixels of a page."""
    return max(1, round(words.logo_width / SHARPNESS)), max(1, round(words.logo_height / SHARPNESS))


def _too_large() -> NotALogo:
    return NotALogo(
        f"This picture has more than {MOST_PIXELS // 1_000_000} million pixels. Make it smaller first: it is shown "
        f"{HIGHEST // SHARPNESS} pixels high."
    )


def _smallest(image: Image.Image, kind: str) -> Picture:
    """In the form that loses least, of those that are small enough."""
    for form, quality in ((kind, 88), ("WEBP", 90), ("WEBP", 50)):
        kept = BytesIO()
        image.save(kept, form, optimize=True, quality=quality)
        if kept.tell() <= MOST_KEPT:
            return Picture(kept.getvalue(), KINDS[form], *image.size)
    raise NotALogo("This picture has too much detail for a logo. Choose a simpler one.")
