"""Ends with an error unless the web server of this container is well."""

import http.client
import os
import sys
from urllib.parse import urlsplit

port = int(os.environ.get("BIND", "").rpartition(":")[2] or os.environ.get("PORT", "8000"))
connection = http.client.HTTPConnection("127.0.0.1", port, timeout=4)
connection.request(
    "GET", "/healthz", headers={"Host": urlsplit(os.environ.get("SITE_URL", "")).hostname or "127.0.0.1"}
)
sys.exit(connection.getresponse().status != http.client.OK)
