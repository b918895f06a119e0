"""Codes of industries (NAICS), in the one spelling that figures are keyed by."""

import re

# Sectors that span several codes are also written by the first of them, or by both in one.
SPANS = {"31": "31-33", "44": "44-45", "48": "48-49"}
_DASHES = re.compile(r"\s*[-‐‑‒–—]\s*")


def industry_code(code: str) -> str:
    """An industry's code as it is stored: "31" and "31 – 33" become "31-33"."""
    code = _DASHES.sub("-", code.strip())
    return SPANS.get(code, code)


def is_industry_code(code: str) -> bool:
    """Whether `code` has the form of one; BLS joins some industries under codes with a letter, such as 3250A1."""
    return code in SPANS.values() or bool(re.fullmatch(r"[0-9]{2,6}|[0-9]{4}[A-Z][0-9]", code))


def sector_code(code: str) -> str:
    """The same for a code that is known to be a sector's, which may be written as "3133" or "620000" too."""
    code = industry_code(code)
    if code.isdigit():
        code = code[:2] + code[2:].rstrip("0")
    for first, span in SPANS.items():
        if code in (first, span.replace("-", "")):
            return span
    return code
