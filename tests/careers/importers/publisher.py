"""A publisher's web server on this machine, which can be told to break off, to refuse, or to fall silent."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread


@dataclass
class Publisher:
    body: bytes = b""
    etag: str = '"one"'
    last_modified: str = "Thu, 15 May 2025 12:00:00 GMT"
    status: int = 200
    # For each request to come, after how many bytes the connection breaks off; None for not at all.
    breaks: list[int | None] = field(default_factory=list)
    silent: bool = False
    requests: list[dict[str, str]] = field(default_factory=list)
    released: Event = field(default_factory=Event)
    url: str = ""

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        self.requests.append(dict(handler.headers))
        if self.silent:
            self.released.wait()
            return
        if self.status != 200:
            handler.send_error(self.status)
            return
        if self.etag and handler.headers.get("If-None-Match") == self.etag:
            handler.send_response(304)
            handler.end_headers()
            return
        self._send_body(handler)

    def _send_body(self, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(self.body)))
        for name, value in (("ETag", self.etag), ("Last-Modified", self.last_modified)):
            if value:
                handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(self.body[: self.breaks.pop(0) if self.breaks else None])


@contextmanager
def publishing(**values) -> Iterator[Publisher]:
    publisher = Publisher(**values)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            publisher.answer(self)

        def log_message(self, *args) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        publisher.url = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield publisher
        finally:
            publisher.released.set()
            server.shutdown()
            thread.join()
