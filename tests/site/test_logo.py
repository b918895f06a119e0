"""A logo: drawn anew from whatever somebody uploads, or refused in words; its box is known before it is there."""

import re
import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from careers.models import SiteWords
from careers.site_words import logo

from ..factories import make_picture, make_site_words
from .form_reader import form_values
from .staff_pages import address, staff_with

pytestmark = pytest.mark.django_db
UNREADABLE = "This file can't be read as a picture. Choose one in PNG, JPEG or WebP."


@pytest.fixture
def upload(text_of):
    """Upload a file in the form, with other values; the words of the page that follows."""
    staff = staff_with("add_sitewords", "change_sitewords")

    def send(file: BytesIO | None, **values) -> str:
        row = SiteWords.objects.first()
        page = address(SiteWords, "change", row.pk) if row else address(SiteWords, "add")
        sent = {**form_values(staff.get(page)), "logo_alt": "A hive", **values}
        return text_of(staff.post(page, {**sent, "new_logo": file} if file else sent, follow=True))

    return send


def named(content: bytes, name: str = "logo.png") -> BytesIO:
    file = BytesIO(content)
    file.name = name
    return file


def huge_png() -> bytes:
    """A few bytes that say of themselves that they are 50,000 by 50,000 pixels."""
    header = b"IHDR" + struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    chunks = [(13, header), (0, b"IDAT")]
    parts = [struct.pack(">I", size) + chunk + struct.pack(">I", zlib.crc32(chunk)) for size, chunk in chunks]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def shown(page) -> dict[str, str]:
    [image] = re.findall(r'<a class="brand" href="/"><img ([^>]*)>', page.content.decode())
    return dict(re.findall(r'(\w+)="([^"]*)"', image))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_an_uploaded_logo_is_on_every_page_with_its_size_and_words(form, upload, visitor):
    assert "was added successfully" in upload(make_picture(form))
    image = shown(visitor.get("/privacy/"))
    assert (image["width"], image["height"], image["alt"]) == ("80", "40", "A hive")
    file = visitor.get(image["src"])
    assert file["Content-Type"] == ("image/jpeg" if form == "JPEG" else "image/png")
    assert "immutable" in file["Cache-Control"]
    assert Image.open(BytesIO(file.content)).size == (240, 120)


def test_nothing_of_the_file_but_the_picture_is_kept(upload):
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "ada@example.org")
    exif = Image.Exif()
    exif[0x010E] = "ada@example.org"
    for file in (make_picture(pnginfo=notes), make_picture("JPEG", exif=exif, comment="ada@example.org")):
        content = file.getvalue()
        assert b"ada@example.org" in content
        upload(named(content + b"<script>alert(1)</script>"))
        kept = bytes(SiteWords.objects.get().logo)
        assert kept
        assert b"example.org" not in kept
        assert b"script" not in kept


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (named(b'<svg xmlns="http://www.w3.org/2000/svg"/>', "logo.svg"), UNREADABLE),
        (named(b"GIF89a" + bytes(100), "logo.gif"), UNREADABLE),
        (named(make_picture().getvalue()[:200]), UNREADABLE),
        (named(b"\xff\xd8\xff\xe0" + bytes(100), "logo.jpg"), UNREADABLE),
        (named(huge_png()), "This picture has more than 16 million pixels."),
        (named(bytes(logo.MOST_BYTES + 1)), "This file has more than 2 MB. Choose a smaller one."),
        (make_picture(size=(15, 15)), "This picture has only 15 by 15 pixels."),
        (make_picture(size=(2_000, 20)), "more than 12 times as long as the other."),
    ],
    ids=["svg", "gif", "cut short", "made up", "huge", "many bytes", "tiny", "a line"],
)
def test_what_is_no_logo_is_refused_in_words_and_what_was_typed_stays(file, says, upload):
    file.seek(0)
    text = upload(file, contact_address="1 Hive Street")
    assert says in text
    assert "1 Hive Street" in text
    assert not SiteWords.objects.exists()


def test_a_logo_needs_words_and_can_be_taken_out(upload, visitor):
    assert "Say in words what the logo shows" in upload(make_picture(), logo_alt=" ")
    upload(make_picture(), name="Hive", name_beside_logo="")
    first = shown(visitor.get("/privacy/"))["src"]
    assert "Say in words what the logo shows" in upload(None, logo_alt="")
    upload(make_picture(size=(300, 300)))
    second = shown(visitor.get("/privacy/"))["src"]
    # A page that was kept somewhere still shows a logo.
    assert visitor.get(first).url == second
    upload(None, no_logo="on", logo_alt="")
    assert '<a class="brand" href="/">Hive</a>' in visitor.get("/privacy/").content.decode()
    assert visitor.get(second).status_code == 404


def test_the_name_may_be_in_the_logo_alone(visitor):
    make_site_words(name="Hive", logo_alt="Hive", name_beside_logo=False)
    assert re.search(r'<a class="brand" href="/"><img [^>]*></a>', visitor.get("/privacy/").content.decode())


def test_a_picture_with_much_detail_is_kept_small():
    noise = Image.effect_noise((2_000, 360), 200).convert("RGB")
    file = BytesIO()
    noise.save(file, "WEBP", quality=80)
    picture = logo.drawn_anew(file, 1)
    assert len(picture.content) <= logo.MOST_KEPT
