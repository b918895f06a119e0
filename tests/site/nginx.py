"""nginx with the project's own files, on this machine's own ports and folders."""

import http.client
import os
import socket
import ssl
import subprocess
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

FILES = Path(__file__).parents[2] / "deploy" / "nginx"
HOST = "careers.example.org"
START_LIMIT = 10

MAIN = """
{user}
daemon off;
worker_processes 1;
pid {folder}/pid;
error_log {folder}/error.log;
events {{}}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/careerinfo/{site};
}}
"""


def written(folder: Path, site: str, **places: str) -> Path:
    """Copies of the project's files with other `places`: each that is given stands in one of them."""
    (folder / "careerinfo").mkdir(parents=True)
    given = {
        "/etc/nginx/careerinfo/": f"{folder}/careerinfo/",
        "/var/cache/nginx/careerinfo": f"{folder}/cache",
        "/var/log/nginx/careerinfo.log": f"{folder}/visits.log",
        "listen [::]:80;": "",
        # The log is read at once.
        " buffer=64k flush=5s": "",
        # So many forms are not slowed, however long this machine takes for them.
        "burst=100 ": "burst=10 ",
        "rate=5r/s": "rate=1r/m",
        **places,
    }
    texts = {file.name: file.read_text() for file in FILES.glob("*.conf")}
    for old, new in given.items():
        assert any(old in text for text in texts.values()), old
        texts = {name: text.replace(old, new) for name, text in texts.items()}
    for name, text in texts.items():
        (folder / "careerinfo" / name).write_text(text)
    main = folder / "nginx.conf"
    main.write_text(MAIN.format(folder=folder, site=site, user="user root;" if os.geteuid() == 0 else ""))
    return main


def certificate(folder: Path) -> tuple[Path, Path]:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    files = folder / "certificate.pem", folder / "key.pem"
    files[0].write_bytes(made.public_bytes(pem))
    files[1].write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    return files


class Nginx:
    """With https on `port`, in front of a site on `site_port`."""

    def __init__(self, folder: Path, *, plain_port: int, port: int, site_port: int, static: Path) -> None:
        folder.mkdir()
        chain, key = certificate(folder)
        main = written(
            folder,
            "https.conf",
            **{
                "/var/lib/careerinfo/static/": f"{static}/",
                "127.0.0.1:8000": f"127.0.0.1:{site_port}",
                "listen 80;": f"listen 127.0.0.1:{plain_port};",
                "listen 443 ssl http2;": f"listen 127.0.0.1:{port} ssl http2;",
                "listen [::]:443 ssl http2;": "",
                "/etc/letsencrypt/live/careers.example.org/fullchain.pem": str(chain),
                "/etc/letsencrypt/live/careers.example.org/privkey.pem": str(key),
            },
        )
        self.folder, self.port, self.plain_port = folder, port, plain_port
        self.process = subprocess.Popen(["nginx", "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(main)])
        self._wait()

    def _wait(self) -> None:
        for _ in range(START_LIMIT * 20):
            assert self.process.poll() is None, (self.folder / "error.log").read_text()
            try:
                socket.create_connection(("127.0.0.1", self.plain_port), timeout=5).close()
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError("nginx does not answer")

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str):
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=60, context=context)
        names = {name.replace("__", "-"): value for name, value in headers.items()}
        with closing(connection):
            connection.request(method, path, body, {"Host": HOST, **names})
            response = connection.getresponse()
            response.body = response.read()
            return response

    def how(self, path: str) -> list[str]:
        """What nginx's log says of each visit of a page: HIT, MISS and so on."""
        lines = (self.folder / "visits.log").read_text().splitlines()
        return [line.split('" ')[1].split()[2] for line in lines if f" {path}" in line.split('"')[1]]

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=10)
