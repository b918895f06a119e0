"""Numbers as a form sent them: anybody can write them by hand."""

# More than any place in a form, and Python reads no number of thousands of digits.
MOST_DIGITS = 9


def is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
