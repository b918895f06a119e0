"""Pages in Redis: what one web server put there another finds, and without Redis nothing is found and nothing fails."""

import shutil
import subprocess
import time

import pytest

from careerinfo.databases import shared

from .test_database_failures import caplog_of
from .test_server import free_port


@pytest.fixture(autouse=True)
def not_left_alone(monkeypatch):
    monkeypatch.setattr(shared, "_tried_again_at", [0.0])
    shared._client.cache_clear()
    yield
    shared._client.cache_clear()


@pytest.fixture
def redis(settings, tmp_path):
    if shutil.which("redis-server") is None:
        pytest.skip("redis-server is not installed")
    port = free_port()
    server = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    with subprocess.Popen(server, stdout=subprocess.DEVNULL) as process:
        settings.REDIS_URL = f"redis://127.0.0.1:{port}/0"
        for _ in range(100):
            if shared._ask("PING", "") is not None or shared._tried_again_at[0] == 0:
                break
            shared._tried_again_at[0] = 0.0
            time.sleep(0.05)
        yield process
        process.terminate()


def test_what_was_put_there_is_found_until_it_is_too_old(redis):
    shared.put("page", b"\x00<h1>", seconds=60)
    assert shared.get("page") == b"\x00<h1>"
    assert shared.get("another") is None
    assert 0 < int(shared._ask("TTL", "page")) <= 60


def test_without_a_setting_nothing_is_kept(settings):
    settings.REDIS_URL = ""
    shared.put("page", b"<h1>", seconds=60)
    assert shared.get("page") is None


def test_without_an_answer_it_is_left_alone_for_a_while_and_the_log_says_so_once(settings, monkeypatch, caplog):
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    with caplog_of("careerinfo", caplog):
        for _ in range(3):
            assert shared.get("page") is None
            shared.put("page", b"<h1>", seconds=60)
        with monkeypatch.context() as patch:
            patch.setattr(shared, "_client", lambda url: pytest.fail("it is left alone"))
            assert shared.get("page") is None
    assert len([line for line in caplog.messages if "Redis does not answer" in line]) == 1
