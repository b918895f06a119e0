"""Doing something between two queries of a page, as somebody else may who has another connection."""

from collections.abc import Callable

from django.db import connection


class Between:
    """Within it, `deed` is done once, before the query of that `number`, counted from 1."""

    def __init__(self, deed: Callable, number: int) -> None:
        self.deed, self.number = deed, number
        self.seen, self.is_doing = 0, False
        self._wrapper = connection.execute_wrapper(self._execute)

    def __enter__(self) -> None:
        self._wrapper.__enter__()

    def __exit__(self, *error) -> None:
        self._wrapper.__exit__(*error)

    @property
    def was_done(self) -> bool:
        return self.seen >= self.number

    def _execute(self, execute, sql, params, many, context):
        if not self.is_doing:
            self.seen += 1
            if self.seen == self.number:
                self.is_doing = True
                self.deed()
                self.is_doing = False
        return execute(sql, params, many, context)
