import json
import subprocess

from ..factories import form_opened
from . import content
from .paths import PAGES


def test_every_page_is_valid_html(vnu, client, db, tmp_path):
    content.load()
    opened = form_opened(60)
    responses = {name: client.get(path) for name, path in PAGES.items()}
    responses["signup with an error"] = client.post("/updates/", {"email": "no", "opened": opened})
    responses["question with errors"] = client.post("/ask/", {"text": "", "email": "no", "website": "x"})
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
    assert len(files) == len(PAGES) + 2
