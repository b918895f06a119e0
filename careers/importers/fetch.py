"""The publishers' current files, downloaded from their official addresses into a folder.

A file is fetched again only when the publisher has another: what is known of each lies in the folder, in
`.fetched.json`, and their SHA-256 sums in `SHA256SUMS`.
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

BLS = "https://www.bls.gov"
NEWEST_ONET = "31.0"
NEWEST_OEWS = 2025
# The pay of earlier years is of an older classification of occupations, which is not read.
OLDEST_OEWS = 2020
TIMEOUT = 60
# The largest of these files, pay by metropolitan area, has about 40 MB.
MAX_SIZE = 512 * 1024**2
CHUNK = 256 * 1024
LEDGER = ".fetched.json"
SUMS = "SHA256SUMS"
REFUSALS = {
    403: "The publisher refused the request for {url} (403). Set SITE_URL and CONTACT_EMAIL to your own, so that it "
    "knows who asks, or download the file in a browser.",
    404: "There is no file at {url} (404). Is there such a release?",
}


class FetchError(Exception):
    """Why a file could not be fetched, as a sentence."""


@dataclass(frozen=True)
class Source:
    url: str

    @property
    def name(self) -> str:
        return self.url.rpartition("/")[2]


def sources(onet: str = NEWEST_ONET, year: int = NEWEST_OEWS) -> list[Source]:
    """The files of the O*NET release with this number, of the pay of May of that year, and of the newest rest."""
    urls = [
        f"https://www.onetcenter.org/dl_files/database/db_{onet.replace('.', '_')}_excel.zip",
        # National, by industry, by state and by metropolitan area.
        *(f"{BLS}/oes/special-requests/oesm{year % 100:02}{part}.zip" for part in ("nat", "in4", "st", "ma")),
        f"{BLS}/emp/ind-occ-matrix/occupation.xlsx",
        f"{BLS}/soc/2018/soc_structure_2018.xlsx",
    ]
    return [Source(url) for url in urls]


def fetch_all(
    wanted: Iterable[Source], folder: Path, say: Callable[[str], object], *, timeout: float = TIMEOUT
) -> list[Source]:
    """Fetch what is new into `folder`, with one line to `say` for each file; gives those that failed."""
    folder.mkdir(parents=True, exist_ok=True)
    ledger = _ledger(folder)
    failed = []
    for source in wanted:
        path, known = folder / source.name, ledger.get(source.name, {})
        is_same = known.get("url") == source.url and path.is_file() and path.stat().st_size == known["size"]
        try:
            new = _fetched(source.url, path, known if is_same else {}, timeout)
        except FetchError as error:
            failed.append(source)
            say(f"{source.name}: {error}")
        except OSError as error:
            failed.append(source)
            say(f"{source.name}: It cannot be written: {error.strerror or error}.")
        else:
            entry = ledger[source.name] = new or known
            news = "fetched" if new else "unchanged"
            say(f"{source.name}: {news}, {entry['size']:,} bytes, SHA-256 {entry['sha256']}")
    (folder / LEDGER).write_text(json.dumps(ledger, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    # In the form that `sha256sum --check` reads.
    sums = [f"{ledger[name]['sha256']}  {name}\n" for name in sorted(ledger) if (folder / name).is_file()]
    (folder / SUMS).write_text("".join(sums), encoding="utf-8")
    return failed


def _ledger(folder: Path) -> dict[str, dict]:
    """{file name: url, etag, last_modified, sha256 and size of what was fetched}."""
    try:
        entries = json.loads((folder / LEDGER).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return {name: entry for name, entry in entries.items() if "sha256" in entry}


def _fetched(url: str, path: Path, known: dict, timeout: float, *, attempts: int = 2) -> dict | None:
    """What is to be known of the new file at `path`; None where the publisher still has the one that is known."""
    # BLS refuses programs that do not say whose they are.
    contact = "; ".join(part for part in (settings.SITE_URL, settings.CONTACT_EMAIL) if part)
    headers = {"User-Agent": f"careerinfo/1.0 ({contact})", "Accept-Encoding": "identity"}
    conditions = {"If-None-Match": known.get("etag"), "If-Modified-Since": known.get("last_modified")}
    headers |= {name: value for name, value in conditions.items() if value}
    part = path.with_name(f"{path.name}.part")
    try:
        # The addresses are the constants above.
        with build_opener().open(Request(url, headers=headers), timeout=timeout) as response:  # noqa: S310
            entry = {"url": url, "etag": response.headers["ETag"], "last_modified": response.headers["Last-Modified"]}
            entry |= _written(response, part)
        if not zipfile.is_zipfile(part):
            said = contents.what_it_is(part) or contents.words_instead(part, of="a file")
            raise FetchError(f"What {url} gave is neither a workbook nor a zip. {said}".strip())
        part.replace(path)
        return entry
    except HTTPError as error:
        with error:
            if error.code == 304:
                return None
            said = REFUSALS.get(error.code, "The publisher answered {code} for {url}; try again later.")
            raise FetchError(said.format(code=error.code, url=url)) from error
    except (URLError, HTTPException, ConnectionError, TimeoutError) as error:
        if attempts > 1:
            return _fetched(url, path, known, timeout, attempts=attempts - 1)
        reason = getattr(error, "reason", error)
        is_late = isinstance(reason, TimeoutError)
        said = "The publisher did not answer in time." if is_late else f"The connection failed ({reason})."
        raise FetchError(f"{said} Fetch again later.") from error
    finally:
        part.unlink(missing_ok=True)


def _written(response: HTTPResponse, part: Path) -> dict:
    """The size and the sum of what came."""
    size, digest = 0, hashlib.sha256()
    with part.open("wb") as handle:
        while chunk := response.read(CHUNK):
            size += len(chunk)
            if size > MAX_SIZE:
                raise FetchError(f"The file has {size:,} bytes or more; more than {MAX_SIZE:,} is not expected.")
            digest.update(chunk)
            handle.write(chunk)
    if response.length:
        raise ConnectionError(f"it broke after {size:,} of {size + response.length:,} bytes")
    return {"size": size, "sha256": digest.hexdigest()}
