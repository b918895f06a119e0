"""A hash of an address with the site's key: by it the site knows an address again of which it keeps nothing else."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.crypto import salted_hmac

from .addresses import normal


def hash_of(address: str) -> str:
    """The same for every way to write `address`; NotAnAddress if it is none."""
    return _hashed(settings.SECRET_KEY, normal(address))


def hashes_of(address: str) -> list[str]:
    """What the address's hash is, and what it was under the site's earlier keys."""
    return [_hashed(key, normal(address)) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def by_hash(addresses: Iterable[str]) -> dict[str, str]:
    """Each of `addresses` by all of its hashes, to find those of many by one query."""
    return {one: address for address in addresses for one in hashes_of(address)}


def _hashed(key: str, address: str) -> str:
    return salted_hmac("signups.address", address, secret=key, algorithm="sha256").hexdigest()
