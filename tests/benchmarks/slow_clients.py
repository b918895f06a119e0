"""Pages a second, and how long the slowest of a hundred took, while many visitors are slow on purpose.

    python -m tests.benchmarks.slow_clients http://127.0.0.1:8000 [--connections 300] [--large /static/css/site.css]

By hand, against a running site without a proxy before it, which is to stand by itself. Needs `wrk`.
"""

import argparse
import asyncio
import re
import socket
import subprocess
from contextlib import suppress
from urllib.parse import urlsplit

GET = "GET {page} HTTP/1.1\r\nHost: {host}\r\n"
FORM = "POST /updates/ HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
# What each sends at once. After it comes a letter a second.
KINDS = {
    "nobody": "",
    "silent": "",
    "slow head": GET + "X-Slow: ",
    "slow body": FORM + "Content-Length: 1000\r\n\r\na=",
    "slow large body": FORM + "Content-Length: 900000\r\n\r\na=",
    "slow chunks": FORM + "Transfer-Encoding: chunked\r\n\r\n3E8\r\na=",
    # These two only wait; they never read, and never hang up.
    "slow reader": GET + "Accept-Encoding: identity\r\n\r\n",
    "stays after the end": GET + "Connection: close\r\n\r\n",
}
READS_NOTHING = ("slow reader", "stays after the end")
STAYS_SECONDS = 5
MEASURED_SECONDS = 6


async def be_slow(address: tuple[str, int], kind: str, first: bytes) -> None:
    """One visitor, who comes back a second after the site has hung up."""
    loop = asyncio.get_running_loop()
    while True:
        with socket.socket() as sock, suppress(OSError):
            sock.setblocking(False)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2_048)
            await loop.sock_connect(sock, address)
            await loop.sock_sendall(sock, first)
            if kind in READS_NOTHING:
                await asyncio.sleep(STAYS_SECONDS)
                continue
            while True:
                try:
                    if not await asyncio.wait_for(loop.sock_recv(sock, 1_024), 1):
                        break
                except TimeoutError:
                    await loop.sock_sendall(sock, b"a" if kind != "silent" else b"")
        await asyncio.sleep(1)


def measured(site: str) -> str:
    command = ["wrk", "-t1", "-c8", f"-d{MEASURED_SECONDS}", "--timeout", "10", "--latency", f"{site}/healthz"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = {name: re.search(rf"{name}:?\s+([\d.]+\w*)", said) for name in ("Requests/sec", "99%", "timeout")}
    rate, slowest, timeouts = (found[name][1] if found[name] else "0" for name in found)
    return f"{rate:>10} a second   p99 {slowest:>9}   {timeouts} without an answer in 10 s"


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("site")
    parser.add_argument("--connections", type=int, default=300)
    parser.add_argument("--large", default="/static/css/site.css", help="what slow readers ask for")
    parser.add_argument("--kinds", nargs="*", default=KINDS, choices=KINDS)
    given = parser.parse_args()
    place = urlsplit(given.site)
    for kind in given.kinds:
        page = given.large if kind == "slow reader" else "/healthz"
        first = KINDS[kind].format(page=page, host=place.netloc).encode()
        count = 0 if kind == "nobody" else given.connections
        slow = [asyncio.create_task(be_slow((place.hostname, place.port), kind, first)) for _ in range(count)]
        await asyncio.sleep(2)
        print(f"{kind:<20} {await asyncio.to_thread(measured, given.site)}", flush=True)
        for task in slow:
            task.cancel()
        await asyncio.gather(*slow, return_exceptions=True)
        await asyncio.sleep(1)


if __name__ == "__main__":
    asyncio.run(main())
