"""The publishers' current files, downloaded from their official addresses into a folder.

A download that broke off goes on where it stopped, unless the file has changed meanwhile; a file that is complete is
fetched again only when the publisher has another. What is known of both lies in the folder, in `.fetched.json`; the
files' SHA-256 sums lie in `SHA256SUMS`.
"""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, build_opener

from django.conf import settings

from . import contents

NEWEST_ONET = "31.0"
NEWEST_OEWS = 2025
# The pay of earlier years is of an older classification of occupations, which is not read.
OLDEST_OEWS = 2020
TIMEOUT = 60
ATTEMPTS = 3
# The largest of these files, pay by metropolitan area, has about 40 MB.
MAX_SIZE = 512 * 1024**2
CHUNK = 256 * 1024
LEDGER = ".fetched.json"
SUMS = "SHA256SUMS"


class FetchError(Exception):
    """Why a file could not be fetched, as a sentence."""


class ConnectionBroke(FetchError):
    """What has come is kept, and the next attempt goes on from there."""


class StartAgain(Exception):
    """What has come before is of no use."""


@dataclass(frozen=True)
class Source:
    name: str
    url: str
    data_set: str


def sources(onet: str = NEWEST_ONET, year: int = NEWEST_OEWS) -> list[Source]:
    """The files of the O*NET release with this number, of the pay of May of that year, and of the newest rest."""
    onet_zip = f"db_{onet.replace('.', '_')}_excel.zip"
    pay = {
        "nat": "Pay, national (OEWS)",
        "in4": "Pay by industry (OEWS)",
        "st": "Pay by state (OEWS)",
        "ma": "Pay by metropolitan area (OEWS)",
    }
    return [
        Source(onet_zip, f"https://www.onetcenter.org/dl_files/database/{onet_zip}", f"O*NET {onet}"),
        *(
            Source(name, f"https://www.bls.gov/oes/special-requests/{name}", f"{data_set}, May {year}")
            for name, data_set in ((f"oesm{year % 100:02}{part}.zip", title) for part, title in pay.items())
        ),
        Source("occupation.xlsx", "https://www.bls.gov/emp/ind-occ-matrix/occupation.xlsx", "Employment projections"),
        Source(
            "soc_structure_2018.xlsx",
            "https://www.bls.gov/soc/2018/soc_structure_2018.xlsx",
            "Standard Occupational Classification",
        ),
    ]


def fetch_all(
    wanted: Iterable[Source], folder: Path, say: Callable[[str], object], *, timeout: float = TIMEOUT
) -> list[Source]:
    """Fetch what is new into `folder`, with one line to `say` for each file; gives those that failed."""
    folder.mkdir(parents=True, exist_ok=True)
    failed = []
    for source in wanted:
        download = Download(source, folder, timeout)
        try:
            news = download.run()
        except FetchError as error:
            failed.append(source)
            say(f"{source.name}: {error}")
        except OSError as error:
            failed.append(source)
            say(f"{source.name}: It cannot be written: {error.strerror or error}.")
        else:
            entry = download.known
            say(f"{source.name}: {news}, {entry['size']:,} bytes, SHA-256 {entry['sha256']}")
    write_sums(folder)
    return failed


def write_sums(folder: Path) -> None:
    """SHA256SUMS in the form that `sha256sum --check` reads."""
    lines = [
        f"{entry['sha256']}  {name}\n"
        for name, entry in sorted(read_ledger(folder).items())
        if "sha256" in entry and (folder / name).is_file()
    ]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


def read_ledger(folder: Path) -> dict[str, dict]:
    try:
        return json.loads((folder / LEDGER).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}


def user_agent() -> str:
    """BLS refuses programs that do not say whose they are."""
    contact = "; ".join(part for part in (settings.SITE_URL, settings.CONTACT_EMAIL) if part)
    return f"careerinfo/1.0 ({contact})"


class Download:
    def __init__(self, source: Source, folder: Path, timeout: float = TIMEOUT) -> None:
        self.source, self.folder, self.timeout = source, folder, timeout
        self.target = folder / source.name
        self.part = folder / f"{source.name}.part"

    @property
    def known(self) -> dict:
        """What the ledger says of the complete file; empty if the file is not the one that was fetched."""
        entry = self._entry(self.target.name)
        if "sha256" in entry and self.target.is_file() and self.target.stat().st_size == entry["size"]:
            return entry
        return {}

    def run(self) -> str:
        """ "fetched" or "unchanged"."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._attempt()
            except StartAgain:
                self._forget_part()
            except ConnectionBroke:
                if attempt == ATTEMPTS:
                    raise
        raise FetchError("The publisher's answers contradict each other; try again later.")

    def _attempt(self) -> str:
        start = self.part.stat().st_size if self._part_validator() else 0
        try:
            response = build_opener().open(self._request(start), timeout=self.timeout)
        except HTTPError as error:
            with error:
                return self._answer_to(error, start)
        except (URLError, OSError, HTTPException) as error:
            raise ConnectionBroke(_broken(getattr(error, "reason", error))) from error
        with response:
            self._receive(response, start)
        self._complete()
        return "fetched"

    def _request(self, start: int) -> Request:
        headers = {"User-Agent": user_agent(), "Accept-Encoding": "identity"}
        if start:
            headers |= {"Range": f"bytes={start}-", "If-Range": self._part_validator()}
        elif known := self.known:
            conditions = {"If-None-Match": known.get("etag"), "If-Modified-Since": known.get("last_modified")}
            headers |= {name: value for name, value in conditions.items() if value}
        return Request(self.source.url, headers=headers)  # noqa: S310 - the addresses are the constants above

    def _answer_to(self, error: HTTPError, start: int) -> str:
        if error.code == 304 and self.known:
            return "unchanged"
        if error.code == 416 and start:
            raise StartAgain
        url = self.source.url
        said = {
            403: f"The publisher refused the request for {url} (403). Set SITE_URL and CONTACT_EMAIL to your own, so "
            "that it knows who asks, or download the file in a browser.",
            404: f"There is no file at {url} (404). Is there such a release?",
        }
        raise FetchError(said.get(error.code, f"The publisher answered {error.code} for {url}; try again later."))

    def _receive(self, response: HTTPResponse, start: int) -> None:
        if response.status == 206:
            total = self._total_of_rest(response, start)
        else:
            start, total = 0, _length(response)
        if total is not None and total > MAX_SIZE:
            raise FetchError(f"The file is said to have {total:,} bytes; more than {MAX_SIZE:,} is not expected.")
        if not start:
            self._note(self.part.name, _validators(response))
        size = self._write(response, start)
        if total is not None and size < total:
            raise ConnectionBroke(f"The connection broke after {size:,} of {total:,} bytes. Fetch again to go on.")
        if total is not None and size > total:
            raise StartAgain

    def _total_of_rest(self, response: HTTPResponse, start: int) -> int | None:
        unit, _, given = response.headers.get("Content-Range", "").partition(" ")
        place, _, total = given.partition("/")
        new = _validators(response)
        old = self._entry(self.part.name)
        changed = any(new[name] and old.get(name) and new[name] != old[name] for name in new)
        if unit != "bytes" or not place.startswith(f"{start}-") or changed:
            raise StartAgain
        return int(total) if total.isdecimal() else None

    def _write(self, response: HTTPResponse, start: int) -> int:
        size = start
        with self.part.open("ab" if start else "wb") as handle:
            while True:
                try:
                    chunk = response.read(CHUNK)
                except (OSError, HTTPException) as error:
                    raise ConnectionBroke(_broken(error)) from error
                if not chunk:
                    return size
                size += len(chunk)
                if size > MAX_SIZE:
                    handle.close()
                    self._forget_part()
                    raise FetchError(f"The file has more than {MAX_SIZE:,} bytes, which is not expected.")
                handle.write(chunk)

    def _complete(self) -> None:
        with self.part.open("rb") as handle:
            digest = hashlib.file_digest(handle, "sha256").hexdigest()
        if not zipfile.is_zipfile(self.part):
            said = contents.what_it_is(self.part) or contents.words_instead(self.part, of="a file")
            self._forget_part()
            if "web page" in said:
                raise FetchError(f"{self.source.url} gave a web page instead of the file; open it in a browser to see.")
            raise FetchError(f"What {self.source.url} gave is neither a workbook nor a zip. {said}".strip())
        entry = self._entry(self.part.name) | {"sha256": digest, "size": self.part.stat().st_size}
        self.part.replace(self.target)
        self._note(self.target.name, entry)
        self._note(self.part.name, None)

    def _part_validator(self) -> str:
        """What If-Range needs: a part without one cannot be gone on with, since the file may have changed."""
        if not self.part.is_file() or not self.part.stat().st_size:
            return ""
        entry = self._entry(self.part.name)
        etag = entry.get("etag") or ""
        return etag if etag and not etag.startswith("W/") else entry.get("last_modified") or ""

    def _forget_part(self) -> None:
        self.part.unlink(missing_ok=True)
        self._note(self.part.name, None)

    def _entry(self, name: str) -> dict:
        entry = read_ledger(self.folder).get(name, {})
        return entry if entry.get("url") == self.source.url else {}

    def _note(self, name: str, entry: dict | None) -> None:
        ledger = read_ledger(self.folder)
        ledger.pop(name, None)
        if entry is not None:
            ledger[name] = {"url": self.source.url} | entry
        (self.folder / LEDGER).write_text(json.dumps(ledger, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _validators(response: HTTPResponse) -> dict[str, str | None]:
    return {"etag": response.headers.get("ETag"), "last_modified": response.headers.get("Last-Modified")}


def _length(response: HTTPResponse) -> int | None:
    given = response.headers.get("Content-Length", "")
    return int(given) if given.isdecimal() else None


def _broken(reason: object) -> str:
    if isinstance(reason, TimeoutError):
        return "The publisher did not answer in time. Fetch again to go on."
    return f"The connection failed ({reason}). Fetch again to go on."
