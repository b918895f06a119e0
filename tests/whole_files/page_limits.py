"""How many queries a career's page may take and how heavy it may be, with real releases behind it."""

import gzip

from django.db import connection
from django.test import RequestFactory
from django.urls import resolve

from careers.models import Career

MOST_QUERIES = 20
MOST_BYTES = 14 * 1024


def page_of(career: Career) -> tuple[bytes, int]:
    """A career's page, and how many queries it took; by its view, as the tests' client would take twice as long."""
    queries = []

    def count(execute, sql, params, many, context):
        queries.append(sql)
        return execute(sql, params, many, context)

    address = career.get_absolute_url()
    view = resolve(address)
    with connection.execute_wrapper(count):
        response = view.func(RequestFactory().get(address), *view.args, **view.kwargs)
    assert response.status_code == 200
    return response.content, len(queries)


def weight(body: bytes) -> int:
    """Bytes over the wire."""
    return len(gzip.compress(body, 6))
