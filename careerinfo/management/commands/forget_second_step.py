from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from careerinfo.signing_in.sessions import forget_second_steps


class Command(BaseCommand):
    help = "Let somebody who lost phone, passkeys and recovery codes sign in with the password alone, once more."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("user_name")

    def handle(self, *args, user_name: str, **options) -> None:
        try:
            user = get_user_model().objects.get_by_natural_key(user_name)
        except get_user_model().DoesNotExist:
            raise CommandError(f"Nobody of the staff has the user name {user_name!a}. Nothing was changed.") from None
        count = forget_second_steps(user)
        steps = "1 second step" if count == 1 else f"{count} second steps"
        self.stdout.write(f"{user_name}: {steps} removed, and all sessions ended.")
