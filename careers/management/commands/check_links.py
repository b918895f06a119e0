from django.core.management.base import BaseCommand, CommandError

from careers.links.checking import check
from careers.management.arguments import whole_number
from careers.models import CheckedLink

BOUNDS = {"most": 10_000, "seconds": 86_400}


class Command(BaseCommand):
    help = (
        "Look whether links to other sites still lead somewhere; run it daily. Staff see what is broken on their desk."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--most", type=whole_number, default=200, help="how many links at most (200)")
        parser.add_argument("--seconds", type=whole_number, default=600, help="for how long at most (600)")

    def handle(self, *args, **options) -> None:
        for name, highest in BOUNDS.items():
            if not 1 <= options[name] <= highest:
                raise CommandError(f"--{name} takes a number from 1 to {highest:,}.")
        counts = check(most=options["most"], seconds=options["seconds"])
        found = ", ".join(f"{counts[state]:,} {state.label.lower()}" for state in CheckedLink.State if counts[state])
        self.stdout.write(f"Links looked at: {found or 'none'}.")
