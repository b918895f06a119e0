"""Ends with an error unless the web server of this container is well."""

import os
import urllib.request
from urllib.parse import urlsplit

port = os.environ.get("BIND", "").rpartition(":")[2] or os.environ.get("PORT", "8000")
host = urlsplit(os.environ.get("SITE_URL", "")).hostname or "127.0.0.1"
asked = urllib.request.Request(f"http://127.0.0.1:{port}/healthz", headers={"Host": host})
with urllib.request.urlopen(asked, timeout=4):
    pass
