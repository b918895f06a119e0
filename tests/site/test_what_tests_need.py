"""Tests that need a browser, fonts or Java are skipped with the reason where one is missing; in CI they must not be."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

IN_BROWSER = "tests/browser/test_journeys.py::test_the_first_tab_skips_to_the_content"
OF_HTML = "tests/browser/test_html.py"


@pytest.fixture
def bare(tmp_path):
    """A machine on which nothing but the given programs is installed, and no font."""
    programs = tmp_path / "bin"
    programs.mkdir()
    fonts = tmp_path / "fonts.conf"
    fonts.write_text(f"<fontconfig><dir>{tmp_path}</dir><cachedir>{tmp_path}</cachedir></fontconfig>")

    def run(test: str, *installed: str, **environment: str) -> str:
        for name in installed:
            (programs / name).symlink_to(shutil.which(name))
        given = {"PATH": str(programs), "FONTCONFIG_FILE": str(fonts), "SECRET_KEY": "for-tests-only"}
        command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", "-rs", test]
        return subprocess.run(
            command, cwd=settings.BASE_DIR, env=given | environment, capture_output=True, text=True, check=False
        ).stdout

    return run


def fake(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


@pytest.mark.skipif(not shutil.which("fc-list"), reason="fc-list is not installed")
def test_without_the_fonts(bare):
    output = bare(IN_BROWSER, "fc-list")
    assert "1 skipped" in output, output
    assert "The Liberation fonts are not installed" in output


@pytest.mark.parametrize(
    ("script", "reason"), [("", "Chromium is not installed"), ("exit 1", "Chromium does not start")]
)
def test_without_a_browser_that_starts(script, reason, bare, tmp_path):
    fake(tmp_path / "bin", "fc-list", "echo Liberation Sans")
    if script:
        fake(tmp_path / "bin", "chromium", script)
    output = bare(IN_BROWSER)
    assert "1 skipped" in output, output
    assert reason in output


@pytest.mark.parametrize("script", ["", "exit 1"])
def test_without_java(script, bare, tmp_path):
    if script:
        fake(tmp_path / "bin", "java", script)
    output = bare(OF_HTML)
    assert "1 skipped" in output, output
    assert "Java is not installed" in output


@pytest.mark.parametrize("test", [IN_BROWSER, OF_HTML])
def test_in_ci_it_is_a_fault(test, bare):
    output = bare(test, CI="true")
    assert "CI must have it" in output
    assert "1 error" in output, output
