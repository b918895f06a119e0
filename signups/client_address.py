"""Where a request comes from: past the proxies that the site trusts, and no further."""

import ipaddress
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address

from django.conf import settings
from django.http import HttpRequest

Address = IPv4Address | IPv6Address

# More proxies stand in front of no site; whoever sends more entries made them up.
MOST_PROXIES = 10
# What somebody gets from a provider: one address of version 4, or a network of version 6.
OWN_NETWORK = {4: 32, 6: 64}
# Wide enough that a log of it does not lead to one household, narrow enough to tell a city from another.
COARSE_NETWORK = {4: 24, 6: 48}


def client_address(request: HttpRequest) -> Address | None:
    """The nearest address that is none of our proxies'; None where the server does not know.

    Each proxy writes at the right who asked it. What stands left of the first one that is not ours may be made up.
    """
    address = _read(request.META.get("REMOTE_ADDR", ""))
    said = request.META.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", MOST_PROXIES)
    trust = _trusted(settings.FORWARDED_ALLOW_IPS)
    # A socket in the file system has no address, and only a proxy of this machine reaches it.
    while said and (address is None or trust.includes(address)):
        before = _read(said.pop())
        if before is None:
            break
        address = before
        if trust.anybody:
            # Of a proxy whose address nobody knows there is one.
            break
    return address


def network_of(address: Address | None, size: dict[int, int] = OWN_NETWORK) -> str:
    """The network that one person or household has; with `size`, a wider one. Empty where there is no address."""
    if address is None:
        return ""
    network = ipaddress.ip_network((address, size[address.version]), strict=False)
    return str(network.network_address) if network.num_addresses == 1 else str(network)


def client_network(request: HttpRequest) -> str:
    return network_of(client_address(request))


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
