import json

from django.core.management.base import BaseCommand, CommandError, CommandParser

from signups import personal_data
from signups.addresses import NotAnAddress


class Command(BaseCommand):
    help = "Export or erase what is stored about one email address, or delete what is past its retention time."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("export", help="Print it as JSON.").add_argument("email")
        actions.add_parser("erase", help="Delete it.").add_argument("email")
        actions.add_parser("expire", help="Delete everybody's that is past its retention time (run it daily).")

    def handle(self, *args, **options) -> None:
        try:
            self._act(options)
        except NotAnAddress as error:
            raise CommandError(f"{error} Nothing was changed.") from None

    def _act(self, options: dict) -> None:
        if options["action"] == "export":
            self.stdout.write(json.dumps(personal_data.export(options["email"]), indent=2, ensure_ascii=False))
            return
        if options["action"] == "erase":
            self._tell(*personal_data.erase(options["email"]))
        else:
            expired = personal_data.expire()
            self._tell(expired.subscriptions, expired.questions)
            self.stdout.write(f"{expired.searches} searches that found nothing were forgotten.")
            self.stdout.write(f"{expired.versions} earlier versions of careers, schools and questions were deleted.")
            self.stdout.write(f"{expired.sign_ins} sign-ins of staff were forgotten.")
            self.stdout.write(f"{expired.mails} rows of mail that was sent long ago were deleted.")

    def _tell(self, subscriptions: int, questions: int) -> None:
        self.stdout.write(f"{subscriptions} signups deleted, {questions} questions deleted or cleared of the address.")
