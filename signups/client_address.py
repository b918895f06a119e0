"""Where a request comes from: past the proxies that the site trusts, and no further."""

import ipaddress
import logging
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address

from django.conf import settings
from django.http import HttpRequest

logger = logging.getLogger(__name__)

Address = IPv4Address | IPv6Address

# More proxies stand in front of no site; whoever sends more entries made them up.
MOST_PROXIES = 10
# What somebody gets from a provider: one address of version 4, or a network of version 6.
OWN_NETWORK = {4: 32, 6: 64}
# Wide enough that a log of it does not lead to one household, narrow enough to tell a city from another.
COARSE_NETWORK = {4: 24, 6: 48}


@dataclass(frozen=True)
class Client:
    address: Address | None
    # Nobody said who asked the last proxy.
    is_proxy: bool


def client_address(request: HttpRequest) -> Address | None:
    """The nearest address that is none of our proxies'; None where the server does not know."""
    return _client(request).address


def _client(request: HttpRequest) -> Client:
    """Each proxy writes at the right who asked it; what stands left of the first that is not ours may be made up."""
    address = _read(request.META.get("REMOTE_ADDR", ""))
    said = request.META.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", MOST_PROXIES)
    trust = _trusted(settings.FORWARDED_ALLOW_IPS)
    # A socket in the file system has no address, and only a proxy of this machine reaches it.
    is_proxy = address is None or trust.includes(address)
    while said and is_proxy:
        before = _read(said.pop())
        if before is None:
            break
        address = before
        # Of a proxy whose address nobody knows there is one.
        is_proxy = not trust.anybody and trust.includes(address)
    return Client(address, is_proxy)


def network_of(address: Address | None, size: dict[int, int] = OWN_NETWORK) -> str:
    """The network that one person or household has; with `size`, a wider one. Empty where there is no address."""
    if address is None:
        return ""
    network = ipaddress.ip_network((address, size[address.version]), strict=False)
    return str(network.network_address) if network.num_addresses == 1 else str(network)


def client_network(request: HttpRequest) -> str:
    return network_of(client_address(request))


def tells_networks_apart(request: HttpRequest) -> bool:
    """Whether the network of `request` is that of who sent it; else, by a public site's proxy, it is everybody's."""
    if not settings.HTTPS or not _client(request).is_proxy:
        return True
    _warn_of_proxy()
    return False


@lru_cache(maxsize=1)
def _warn_of_proxy() -> None:
    """Once for each process; it concerns the server, not who asked."""
    logger.warning(
        "The proxy does not say whose requests it passes on, so tries to sign in are not counted by network. "
        "Let it add each visitor's address to X-Forwarded-For, and name it in FORWARDED_ALLOW_IPS."
    )


class _Trust:
    def __init__(self, given: str) -> None:
        names = [name.strip() for name in given.split(",")]
        self.anybody = "*" in names
        self._networks = [ipaddress.ip_network(name) for name in names if name != "*"]

    def includes(self, address: Address) -> bool:
        return self.anybody or any(address in network for network in self._networks)


@lru_cache(maxsize=8)
def _trusted(given: str) -> _Trust:
    return _Trust(given)


def _read(entry: str) -> Address | None:
    """An address as proxies write it, some with a port and in brackets; None for anything else."""
    text = entry.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
