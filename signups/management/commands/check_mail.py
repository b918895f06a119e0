from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from signups.mail.checking import check

MARKS = {True: "ok     ", False: "missing", None: "unknown"}
# A mail with its attachments; the site's own are far smaller.
MOST_BYTES = 10_000_000


class Command(BaseCommand):
    help = "Say what mailboxes ask for and the site's mail lacks: https, SPF, DMARC, DKIM."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--received",
            type=Path,
            metavar="FILE",
            help="A newsletter or a digest of this site, saved from a mailbox with all its headers (.eml).",
        )

    def handle(self, *args, received: Path | None, **options) -> None:
        findings = check(received=_read(received) if received else None)
        for finding in findings:
            self.stdout.write(f"{MARKS[finding.is_met]}  {finding.name}: {finding.says}")
        missing = sum(finding.is_met is False for finding in findings)
        if missing:
            raise CommandError(f"{missing} of {len(findings)} missing: mail may be taken for spam.")


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES)
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from None
