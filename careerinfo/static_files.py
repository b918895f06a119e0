import os
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class WholeFiles(Compressor):
    """Where it is killed, half a file must not pass for one that is done."""

    def write_data(self, path: str, data: bytes, suffix: str, stat_result: os.stat_result) -> str:
        part = super().write_data(path, data, f"{suffix}.part", stat_result)
        os.replace(part, path + suffix)
        return path + suffix


class CompressedOnce(CompressedManifestStaticFilesStorage):
    """Under a name that holds its hash a file never changes: it is compressed once, and not with every start.

    Brotli takes five seconds for all of them. The names without a hash, which no page links to, stay as they are.
    """

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        hashed = set(self.hashed_files.values())
        yield from super().compress_files(
            [path for path in paths if path in hashed and not Path(f"{self.path(path)}.br").exists()]
        )

    @lru_cache(maxsize=256)  # noqa: B019
    def url(self, name: str | None, force: bool = False) -> str:
        # Django puts each together anew, and every page has a dozen.
        return super().url(name, force)

    def create_compressor(self, **options) -> Compressor:
        return WholeFiles(**options)
