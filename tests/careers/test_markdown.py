import re

import pytest

from careers.profile.markdown import render


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>\n"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"),
        ("A **bold** word", "<p>A <strong>bold</strong> word</p>\n"),
        ("[ours](/careers/)", '<p><a href="/careers/">ours</a></p>\n'),
        ("[theirs](https://a.example/)", '<p><a href="https://a.example/" rel="noopener">theirs</a></p>\n'),
        ("5 < 6 & 7", "<p>5 &lt; 6 &amp; 7</p>\n"),
        ("", ""),
    ],
)
def test_the_markdown_that_editors_are_told_of_becomes_html(text, html):
    assert render(text) == html


def test_a_table_becomes_a_table():
    assert render("| a | b |\n|---|---|\n| 1 | 2 |").count("<td>") == 2


def test_an_aligned_table_carries_no_style_that_the_security_policy_would_refuse():
    html = render("| a | b |\n|:--|--:|\n| 1 | 2 |")
    assert "<table>" in html
    assert "style=" not in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "hello <b onclick='x'>there</b>",
        "<img src=x onerror=alert(1)>",
        "<!-- hidden -->",
        "<iframe src='https://a.example/'></iframe>",
    ],
)
def test_html_is_shown_as_typed(text):
    html = render(text)
    assert re.findall(r"<(?!/?p>)", html) == []
    assert "&lt;" in html


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "javascript&colon;alert(1)",
        "java&#x09;script:alert(1)",
        "&#x6A;avascript:alert(1)",
        "vbscript:x",
        "data:text/html,x",
        "file:///etc/passwd",
    ],
)
@pytest.mark.parametrize("text", ["[click]({})", "[click]: {}\n\n[click]", "<{}>"])
def test_a_link_that_would_run_something_is_not_made(text, address):
    html = render(text.format(address))
    links = re.findall('href="([^"]*)"', html)
    assert [link for link in links if re.match(r"(javascript|vbscript|data|file):", link, re.IGNORECASE)] == []


def test_a_quote_in_an_address_cannot_add_an_attribute():
    html = render("[x](https://a.example/\"onclick=alert(1)) [y](<https://a.example/'\"onclick=alert(1)> 'a\"b')")
    assert re.findall(r"<a [^>]*\sonclick", html) == []


@pytest.mark.parametrize("text", ["![pic](https://a.example/a.png)", "![pic][r]\n\n[r]: https://a.example/a.png"])
def test_an_image_never_calls_another_host(text):
    html = render(text)
    assert "<img" not in html
    assert "src=" not in html
    assert "pic" in html


@pytest.mark.parametrize(
    ("text", "top", "levels"),
    [
        ("# a", 3, "3"),
        ("###### a", 3, "3"),
        ("# a\n## b\n# c", 3, "343"),
        ("## a\n### b", 4, "45"),
        ("# a\n## b\n### c\n#### d\n##### e", 4, "45666"),
        ("Title\n=====\n\nPart\n-----", 3, "34"),
        ("> # quoted\n\n- ## listed", 3, "34"),
    ],
)
def test_headings_stand_below_the_pages_own(text, top, levels):
    html = render(text, top_heading=top)
    assert "".join(re.findall(r"<h(\d)>", html)) == levels
    assert "".join(re.findall(r"</h(\d)>", html)) == levels


@pytest.mark.parametrize("text", ["> " * 2_000, "[" * 2_000, "*a_" * 2_000, "`" * 2_001, "- " * 2_000])
def test_deep_nesting_is_rendered_without_a_fault(text):
    assert "end" in render(f"{text}\n\nend")
