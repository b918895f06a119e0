"""Values of environment variables; a wrong one ends the start with one line that names it and says what is expected."""

import ipaddress
import re
import unicodedata
import warnings
from collections.abc import Iterable
from email.utils import parseaddr
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email
from environ.fileaware_mapping import FileAwareMapping


class OrFiles(FileAwareMapping):
    """Where NAME_FILE is set, NAME is what that file says: so containers are handed passwords."""

    def __getitem__(self, name: str) -> str:
        try:
            return super().__getitem__(name).strip()
        except (OSError, UnicodeDecodeError) as error:
            said = getattr(error, "strerror", None) or "it is no text"
            raise ImproperlyConfigured(f"{name}_FILE names a file that cannot be read: {said}.") from None


env = environ.Env()
env.ENVIRON = OrFiles(cache=False)

HOST = re.compile(r"\*|\.?[a-z0-9_]([a-z0-9._-]*[a-z0-9_])?\.?|\[[0-9a-f:.]+\]", re.IGNORECASE)
SOCKET = re.compile(r"unix:.+|fd://[0-9]+")
ADDRESS_AND_PORT = re.compile(r"(?:[a-z0-9._-]*|\[[0-9a-f:.]+\])(?::([0-9]+))?", re.IGNORECASE)
HIGHEST_PORT = 65_535


def refuse(name: str, expected: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name} is {env.str(name)!r}; expected {expected}.")


def read(cast, name: str, default, expected: str):
    """The environment's value of `name`; ImproperlyConfigured in one line when it is not `expected`."""
    try:
        with warnings.catch_warnings(action="error", category=UserWarning):
            return cast(name, default=default)
    except (ValueError, KeyError, TypeError, UserWarning, ImproperlyConfigured) as error:
        # An address may hold a password, which must not be printed.
        given = "cannot be read" if name.endswith("_URL") else f"is {env.str(name)!r}"
        raise ImproperlyConfigured(f"{name} {given}; expected {expected}.") from error


def read_bool(name: str, *, default: bool) -> bool:
    value = env.str(name, default="").strip().lower()
    if value in ("1", "true", "yes", "on"):
        return True
    if value in ("0", "false", "no", "off"):
        return False
    if value:
        raise refuse(name, "true or false")
    return default


def read_number(name: str, default: int, what: str, *, lowest: int, highest: int) -> int:
    """A whole number of `what`, such as "days", within bounds that make sense."""
    value = env.str(name, default=str(default)).strip()
    if not (value.isascii() and value.isdigit() and lowest <= int(value[:20]) <= highest):
        raise refuse(name, f"{what} from {lowest} to {highest}, in digits alone")
    return int(value)


def read_text(name: str, default: str, *, longest: int = 100) -> str:
    value = env.str(name, default=default).strip()
    if not value or len(value) > longest or any(unicodedata.category(letter)[0] == "C" for letter in value):
        raise refuse(name, f"up to {longest} characters of text in one line")
    return value


def read_secret(name: str, *, shortest: int = 16) -> str:
    """Empty where there is none; one that is refused is not printed."""
    value = env.str(name, default="").strip()
    if value and (len(value) < shortest or not value.isascii() or not value.isprintable() or " " in value):
        raise ImproperlyConfigured(f"{name} cannot be used; expected {shortest} or more characters without spaces.")
    return value


def read_email(name: str, default: str, *, with_name: bool = False) -> str:
    """One email address, and where `with_name` perhaps as "Name <name@example.org>"; `default` is taken as it is."""
    value = env.str(name, default="").strip()
    if not value:
        return default
    try:
        validate_email(parseaddr(value)[1] if with_name and value.endswith(">") else value)
    except ValidationError:
        raise refuse(name, "one email address such as office@example.org") from None
    if not value.isprintable():
        raise refuse(name, "one email address without line breaks or invisible characters")
    return value


def read_hosts(name: str, default: list[str]) -> list[str]:
    hosts = [host.strip() for host in env.list(name, default=default)]
    if not hosts or not all(map(HOST.fullmatch, hosts)):
        raise refuse(name, "host names separated by commas, such as careers.example.org, without https:// and port")
    return hosts


def read_networks(name: str, default: str) -> str:
    """Addresses or networks, in the form that gunicorn reads itself; empty only where `default` is."""
    value = env.str(name, default=default)
    if not value and not default:
        return value
    try:
        for network in value.split(","):
            if network.strip() != "*":
                ipaddress.ip_network(network.strip())
    except ValueError:
        raise refuse(name, "IP addresses or networks separated by commas, such as 10.0.0.1,192.168.0.0/16") from None
    return value


def read_bind(name: str, default: str) -> str:
    value = env.str(name, default=default).strip()
    found = ADDRESS_AND_PORT.fullmatch(value)
    is_address = bool(value and found and 0 < int((found[1] or "1")[:20]) <= HIGHEST_PORT)
    if not (is_address or SOCKET.fullmatch(value)):
        raise refuse(name, "an address and a port such as 0.0.0.0:8000, or unix:/run/careerinfo.sock")
    return value


def read_redis(name: str) -> str:
    value = env.str(name, default="").strip()
    if value and not value.startswith(("redis://", "rediss://", "unix://")):
        # It may hold a password, which must not be printed.
        raise ImproperlyConfigured(f"{name} cannot be read; expected an address such as redis://host:6379/0.")
    return value


def read_folder(name: str, default: Path) -> Path:
    folder = Path(env.str(name, default="").strip() or default)
    if folder.exists() and not folder.is_dir():
        raise refuse(name, "a folder")
    return folder


def read_choice(name: str, default: str, choices: Iterable[str]) -> str:
    value = env.str(name, default=default).strip().lower()
    if value not in choices:
        raise refuse(name, f"one of {', '.join(sorted(filter(None, choices)))}")
    return value


def starting_with(prefix: str) -> dict[str, str]:
    """What the environment says under names that begin so, by the rest of the name."""
    said = ((name, env.ENVIRON[name]) for name in env.ENVIRON if name.startswith(prefix))
    return {name.removeprefix(prefix): value for name, value in said if value}
