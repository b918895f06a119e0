"""Visitors who ask one after the other, on connections that they keep and on new ones, while something happens."""

import http.client
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from .in_threads import InThreads


@dataclass
class SteadyVisits(InThreads):
    port: int
    path: str = "/healthz"
    kept: int = 4
    new: int = 4
    answered: int = 0
    slowest: float = 0.0
    failed: list[str] = field(default_factory=list)

    def acts(self) -> list[Callable[[], None]]:
        kinds = [True] * self.kept + [False] * self.new
        return [partial(self._ask, keeps) for keeps in kinds]

    def _ask(self, keeps: bool) -> None:
        connection, is_over = None, False
        # Each asks at least once, also where nothing takes long.
        while not is_over:
            began = time.monotonic()
            try:
                connection = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
                connection.request("GET", self.path, headers={} if keeps else {"Connection": "close"})
                response = connection.getresponse()
                response.read()
                if response.status != 200:
                    self.failed.append(f"{response.status} {'kept' if keeps else 'new'}")
                self.answered += 1
            except (OSError, http.client.HTTPException) as error:
                self.failed.append(f"{error!r} {'kept' if keeps else 'new'}")
                connection.close()
            self.slowest = max(self.slowest, time.monotonic() - began)
            if connection is not None and not keeps:
                connection.close()
                connection = None
            is_over = self._over.wait(0.002)
        if connection is not None:
            connection.close()
