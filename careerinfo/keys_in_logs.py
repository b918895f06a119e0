"""Logs name addresses of pages, and some of those hold the key of one person: it is left out."""

import logging
import re

# What stands here instead of a key is the address of a page for everybody.
_KEYS = re.compile(
    r"(/(?:ask|updates)/(?:mine|confirm|topics|unsubscribe|new-address)/\s*)(?!sent(?:[/\s?\"]|$))[^/\s?\"]+",
    re.IGNORECASE,
)


def without_keys(text: str) -> str:
    return _KEYS.sub(r"\1...", text)


class WithoutKeys(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if (left := without_keys(said)) != said:
            record.msg, record.args = left, ()
        return True


# One for all loggers, so that a server that reads its configuration again adds none.
WITHOUT_KEYS = WithoutKeys()
