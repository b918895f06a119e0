"""gunicorn sends the head of an answer and then its body; a short answer in one piece costs both sides half."""

from gunicorn.http import wsgi

LONGEST = 131_072  # bytes


class Response(wsgi.Response):
    def write(self, arg: bytes) -> None:
        is_whole = not self.headers_sent and self.response_length == len(arg) <= LONGEST
        if not is_whole:
            super().write(arg)
            return
        held = _Held()
        sock, self.sock = self.sock, held
        try:
            super().write(arg)
        finally:
            self.sock = sock
        sock.sendall(b"".join(held.parts))


class _Held:
    """Takes what is sent, as a socket does."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def sendall(self, data: bytes) -> None:
        self.parts.append(data)
