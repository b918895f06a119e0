"""What goes on in threads beside a test or a benchmark."""

import threading
from collections.abc import Callable


class InThreads:
    """While it is entered, each of `acts` runs in a thread of its own; they end once `_over` is set."""

    def acts(self) -> list[Callable[[], None]]:
        raise NotImplementedError

    def __enter__(self):
        self._over = threading.Event()
        self._threads = [threading.Thread(target=act) for act in self.acts()]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()
