"""What is logged as one JSON object a line, for programs that gather logs; nothing in it is of who visited the site.

The web server's first process imports this too, and keeps what it imports when it is reloaded: nothing of the models.
"""

import json
import logging
import re
import sys
import threading
import traceback
from datetime import UTC, datetime
from http import HTTPStatus

from django.conf import settings

from careerinfo.keys_in_logs import WITHOUT_KEYS

from .request_ids import now_asked

# What these say is about the code or the machine; others quote what somebody sent.
SAYS_NOTHING_OF_VISITORS = {
    *("ArithmeticError", "AttributeError", "ImportError", "MemoryError", "NameError", "OSError", "RecursionError"),
    *("TypeError", "OperationalError", "TemplateSyntaxError"),
}
ADDRESS = re.compile(r"[^\s<>\"'(),;:]+@[^\s<>\"'(),;:]+")


class Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _without_addresses(_message(record)),
        }
        if asked := now_asked():
            line |= {"request": asked.id, "method": asked.method, "route": asked.route}
        # Django says `status_code` of answers that failed.
        for name, source in (("status", "status"), ("status", "status_code"), ("milliseconds", "milliseconds")):
            if (value := getattr(record, source, None)) is not None:
                line[name] = value
        if record.exc_info and record.exc_info[1]:
            line["traceback"] = _traceback(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def line_of(level: int, text: str) -> str:
    """What is printed beside the log, in the log's format."""
    if settings.LOG_FORMAT != "json":
        return text
    return Json().format(logging.makeLogRecord({"name": "careerinfo", "levelno": level, "msg": text}))


def log_uncaught() -> None:
    """Python itself would print several lines, with all that the error says."""
    logger = logging.getLogger("careerinfo")
    printed = sys.excepthook

    def of_process(kind: type[BaseException], error: BaseException, where) -> None:
        if issubclass(kind, KeyboardInterrupt):
            printed(kind, error, where)
        else:
            logger.critical("The process ended", exc_info=(kind, error, where))

    sys.excepthook = of_process
    threading.excepthook = lambda thrown: logger.error("A thread ended", exc_info=thrown[:3])


def _message(record: logging.LogRecord) -> str:
    if hasattr(record, "request") and hasattr(record, "status_code"):
        # Django's own line ends with the address of the page.
        return HTTPStatus(record.status_code).phrase
    WITHOUT_KEYS.filter(record)
    return record.getMessage()


def _traceback(error: BaseException) -> str:
    """Where it happened, and what the error says where that cannot be what a visitor wrote."""
    told = []
    for one in _chain(error):
        told += traceback.format_tb(one.__traceback__)
        kinds = {kind.__name__ for kind in type(one).__mro__}
        lines = str(one).splitlines() if kinds & SAYS_NOTHING_OF_VISITORS or not now_asked() else []
        told.append(f"{type(one).__qualname__}{f': {_without_addresses(lines[0])}' if lines else ''}\n")
    return "".join(told).rstrip()


def _chain(error: BaseException | None) -> list[BaseException]:
    """The first cause first."""
    found = []
    while error is not None and error not in found:
        found.insert(0, error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return found


def _without_addresses(text: str) -> str:
    return ADDRESS.sub("...", text)
