import json
import subprocess

from signups.models import Question

from ..factories import form_opened, question_sent
from . import content
from .paths import PAGES


def asked() -> dict[str, dict]:
    """What the pages of asking send, each another page that is no address of its own."""
    answered = Question.objects.published().first().text
    personal, urgent = "Is ada@example.org in this work?", "I want to kill myself over this work."
    return {
        "age once more": question_sent(personal, seal=""),
        "write": question_sent(personal, go="change"),
        "write with errors": question_sent("", asker="astronaut", website="x"),
        "near": question_sent(answered, at="write", go=""),
        "check": question_sent(personal, at="near", go=""),
        "check with errors": question_sent(personal, email="no", consent=""),
        "urgent": question_sent(urgent, at="write", go=""),
        "code": question_sent("How long does it take to learn this work?"),
        "code of an urgent one": question_sent(urgent, told="1"),
    }


def test_every_page_is_valid_html(vnu, client, db, tmp_path):
    content.load()
    opened = form_opened(60)
    responses = {name: client.get(path) for name, path in PAGES.items()}
    responses["signup with an error"] = client.post("/updates/", {"email": "no", "opened": opened})
    responses |= {f"asking, {name}": client.post("/ask/", sent) for name, sent in asked().items()}
    client.raise_request_exception = False
    files = {}
    for name, response in responses.items():
        file = tmp_path / f"{name.replace(' ', '-')}.html"
        file.write_bytes(response.content)
        files[file.name] = response.status_code
    assert set(files.values()) <= {200, 400, 404, 422}
    checked = subprocess.run([*vnu, "--format", "json", str(tmp_path)], capture_output=True, text=True, check=False)
    messages = json.loads(checked.stderr)["messages"]
    assert [
        f"{m['url'].rsplit('/', 1)[-1]}:{m.get('lastLine')} {m['message']}" for m in messages if m["type"] != "info"
    ] == []
    assert len(files) == len(PAGES) + 1 + len(asked())
