"""What `collectstatic` makes ahead, so that no visitor waits for it."""

import gzip
import os
from pathlib import Path

import brotli
import pytest
from django.core.files.storage import storages
from django.core.management import call_command

STYLE = "main { color: rebeccapurple }\n" * 100


@pytest.fixture
def collected(settings, tmp_path):
    """Collects a folder with one style sheet; where the files are then."""
    source, target = tmp_path / "source", tmp_path / "static"
    source.mkdir()
    (source / "a.css").write_text(STYLE)
    settings.STATICFILES_DIRS, settings.STATIC_ROOT = [source], target
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "careerinfo.static_files.CompressedOnce"}}

    def collect() -> Path:
        call_command("collectstatic", interactive=False, verbosity=0)
        return target

    return collect


def test_a_file_lies_there_in_both_encodings_under_a_name_that_changes_with_it(collected):
    (style,) = collected().glob("a.*.css")
    assert storages["staticfiles"].url("a.css").endswith(f"/{style.name}")
    assert brotli.decompress(Path(f"{style}.br").read_bytes()).decode() == STYLE
    assert gzip.decompress(Path(f"{style}.gz").read_bytes()).decode() == STYLE


def test_what_has_not_changed_is_not_compressed_again(collected, monkeypatch):
    collected()
    monkeypatch.setattr(brotli, "compress", lambda data: pytest.fail("compressed once more"))
    collected()


def test_half_a_file_of_a_run_that_was_killed_is_made_again(collected, monkeypatch):
    def killed(*paths):
        raise KeyboardInterrupt

    with monkeypatch.context() as context:
        context.setattr(os, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            collected()
    assert [file.suffix for file in collected().glob("a.*.css.br")] == [".br"]
