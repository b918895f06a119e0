"""Passwords for compose.yaml, made once: nobody has to think of any, and none stands in a file of the project."""

import secrets
from pathlib import Path

folder = Path(__file__).parent / "secrets"
folder.mkdir(mode=0o700, exist_ok=True)
password = secrets.token_urlsafe(32)
made = {
    "secret_key": secrets.token_urlsafe(50),
    "database_password": password,
    "database_url": f"postgres://careerinfo:{password}@database:5432/careerinfo",
}
# The password and the address belong together.
if not (folder / "database_url").exists():
    for name, value in made.items():
        # The folder is closed to others on this machine; in the containers other users read the files.
        (folder / name).write_text(value)
        (folder / name).chmod(0o644)
