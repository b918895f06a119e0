"""Words that whoever guesses a password of this site's staff would begin with."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError

from careers.site_words import remembered

TRIED_FIRST = {
    *("admin", "administrator", "career", "careerinfo", "college", "counselor", "expert", "letmein", "moderator"),
    *("password", "qwerty", "reviewer", "school", "staff", "student", "teacher", "welcome"),
}
YEARS_AND_ROWS = re.compile(r"(19|20)\d\d|1234|4321")
# Shorter parts of a name stand in many words.
LONG_ENOUGH = 4
MUST_BE_LEFT = 8
SAID = "This is made of words that anybody would try here, such as the site's name. Add others to it."


def words() -> set[str]:
    named = f"{remembered.current().name} {urlsplit(settings.SITE_URL).hostname}".casefold()
    return TRIED_FIRST | {word for word in re.split(r"\W+", named) if len(word) >= LONG_ENOUGH}


class NotOfThisSite:
    def validate(self, password: str, user=None) -> None:
        """Refuse it where too little is left without those words."""
        left = YEARS_AND_ROWS.sub("", password.casefold())
        for word in sorted(words(), key=len, reverse=True):
            left = left.replace(word, "")
        if len(left) < MUST_BE_LEFT:
            raise ValidationError(SAID, code="password_of_this_site")

    def get_help_text(self) -> str:
        return "Your password can’t be made of words such as the site’s name, “password” or “admin”."
