"""A mail server for tests and benchmarks, which does to each mail what the first word of its address says.

`later`: refused for now at the first try, at the recipient or after the mail; `no`: refused for good; `plain`: so too,
without a code that says why; `cut`: taken, and the connection closed without an answer. Others are taken. Each mail
that was taken is a line of a file: its Message-ID.

    python -m tests.mail_server PORT FILE
"""

import asyncio
import socket
import sys
from dataclasses import dataclass, field
from email.parser import BytesHeaderParser
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Taking:
    """Notes in `taken` what was taken, in memory and in `file` if there is one."""

    file: Path | None = None
    taken: list[str] = field(default_factory=list)
    contents: list[bytes] = field(default_factory=list)
    connections: int = 0
    put_off: set[str] = field(default_factory=set)

    async def handle_EHLO(self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list):
        if address.startswith("no") and not address.startswith("no-data"):
            return f"550 5.1.1 <{address}> is not known here"
        if address.startswith("plain"):
            return "550 Blocked: 195.1.1.9"
        if address.startswith("later-at-once") and self._is_first(address):
            return f"451 4.7.1 <{address}> come again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        [address] = envelope.rcpt_tos
        if address.startswith("no-data-plain"):
            return "550 This looks like spam"
        if address.startswith("no-data"):
            return f"554 5.7.1 {address} wants no such mail"
        if address.startswith("later") and self._is_first(address):
            return f"452 4.2.2 {address} is full"
        self._take(envelope.content)
        if address.startswith("cut"):
            server.transport.abort()
        return "250 OK"

    def _is_first(self, address: str) -> bool:
        is_first = address not in self.put_off
        self.put_off.add(address)
        return is_first

    def _take(self, content: bytes) -> None:
        name = BytesHeaderParser().parsebytes(content)["Message-ID"]
        self.taken.append(name)
        if self.file is None:
            self.contents.append(content)
            return
        # Written before the answer: what a worker is told is in the file.
        with self.file.open("a") as lines:
            lines.write(f"{name}\n")


async def refuse_sender(
    handler, server: SMTP, session: Session, envelope: Envelope, address: str, options: list
) -> str:
    return f"550 5.7.1 {address} may not send"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def serve(handler: Taking, port: int) -> Controller:
    """A server in a thread; `stop()` ends it."""
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    return controller


async def forever(port: int, file: Path) -> None:
    # One for all connections: whom it has put off once, it takes the next time.
    taking = Taking(file)
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(taking), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(forever(int(sys.argv[1]), Path(sys.argv[2])))
