"""How often visitors may do what: every limit of the site.

Who is counted is a network: one address, or what one household has of version 6. A school has hundreds of pupils behind
one address, so whatever a class does at once has to pass: 200 people, each with a search every 3 seconds, are 4,000 a
minute. What a network may send is therefore far more than one person would, and short windows come first, so that
nobody waits long for what a neighbour's program did. Programs that do not say that they are a browser are counted
apart from browsers, and have less. What one network cannot use up alone, all together are held to for the site.

A limit is full when so many came within so many seconds; the one after it counts longer.
"""

from dataclasses import dataclass

from django.conf import settings

from .limits import Limit, Window

MINUTE, HOUR, DAY = 60, 3_600, 86_400


@dataclass(frozen=True)
class Often:
    """What comes many times a second, counted as signups/tallies.py says, by SEARCHES_PER_MINUTE of a network."""

    name: str
    # Of SEARCHES_PER_MINUTE; and so many times as much for all networks together.
    share: float
    SITE = 5

    @property
    def of_network(self) -> Limit:
        return Limit(f"{self.name} of a network", (Window(self._most, MINUTE),))

    @property
    def of_site(self) -> Limit:
        return Limit(f"{self.name} of the site", (Window(self._most * self.SITE, MINUTE),))

    @property
    def _most(self) -> int:
        return max(1, int(self.share * settings.SEARCHES_PER_MINUTE))


# Searches, lists with filters, comparisons, the quiz: pages that cannot be made before somebody asks.
SEARCHES = Often("searches", 1)
# Two for each search: one while somebody types, one after.
SUGGESTIONS = Often("suggestions", 2)
# What was asked before, while somebody writes a question.
NEAR_QUESTIONS = Often("near questions", 0.5)
# Programs, which can wait; ten a second at the usual setting.
API = Often("requests of the API", 0.1)
# All public forms together, whatever they are for; those below have limits of their own besides.
FORMS = Often("forms", 0.1)

# The signed time of a form is shown to everybody while the page is cached; who sends it more often gets a new one.
ONE_PAGE = Limit("sendings of one page's form", (Window(300, DAY),))

# Email updates, and links to what somebody has already. A class signs up at once.
SIGNUPS_FROM_BROWSERS = Limit("signups from browsers", (Window(60, 10 * MINUTE), Window(400, DAY)))
SIGNUPS_FROM_OTHERS = Limit("signups from others", (Window(20, 10 * MINUTE), Window(100, DAY)))
# The same address again and again, before it takes its neighbours' room.
SIGNUPS_OF_AN_ADDRESS = Limit("signups of an address", (Window(5, 10 * MINUTE), Window(20, DAY)))


def signups_of_the_site() -> Limit:
    """Ten times as many as are asked to confirm: the rest wait in the database for their turn."""
    return Limit("signups of the site", (Window(10 * settings.SIGNUPS_PER_HOUR, HOUR),))


# Mails to somebody who has not confirmed anything; SIGNUPS_PER_HOUR of them from the whole site.
CONFIRMATIONS_TO_AN_ADDRESS = Limit("confirmations to an address", (Window(1, DAY),))
CONFIRMATIONS_TO_A_MAILBOX = Limit("confirmations to a mailbox", (Window(5, DAY),))
# Asked for by whoever types the address, too.
LINKS_TO_A_SUBSCRIBER = Limit("links to an address", (Window(3, HOUR), Window(6, DAY)))
# Each asks somebody who may be a stranger, and takes of what the site may ask.
NEW_ADDRESSES = Limit("new addresses of a subscriber", (Window(3, DAY),))

# Questions. The short window ends soon, so that somebody who shares the network with whoever sends 500 at once can ask
# a minute later; the long one leaves other networks their part of what the site takes.
QUESTIONS_FROM_BROWSERS = Limit("questions from browsers", (Window(30, MINUTE), Window(150, HOUR)))
QUESTIONS_FROM_OTHERS = Limit("questions from others", (Window(15, MINUTE), Window(60, HOUR)))
QUESTIONS_OF_AN_ADDRESS = Limit("questions of an address", (Window(5, 10 * MINUTE), Window(20, DAY)))
# Together more than staff could read. Two machines use up the first; the second is for networks that asked little.
QUESTIONS_OF_THE_SITE = Limit("questions of the site", (Window(200, HOUR),))
QUESTIONS_HELD_BACK = Limit("questions of the site that are held back", (Window(100, HOUR),))
QUESTIONS_OF_WHO_ASKS_LITTLE = Limit("questions of a network that asks little", (Window(5, HOUR),))
# Mails that ask to confirm: to the address of a question that nobody has confirmed, and to one mailbox.
CONFIRMATIONS_OF_A_QUESTION = Limit("confirmations of a question", (Window(1, DAY),))
QUESTIONS_TO_A_MAILBOX = Limit("confirmations of questions to a mailbox", (Window(5, DAY),))
LINKS_TO_AN_ASKER = Limit("links to an asker's questions", (Window(3, HOUR), Window(6, DAY)))
# Enough for a class that looks for its answers at once.
CODES_OF_QUESTIONS = Limit("codes of questions from a network", (Window(60, 10 * MINUTE), Window(400, DAY)))
# Each makes a version, and a wording may alert staff.
CHANGES_OF_A_QUESTION = Limit("changes of a question by its asker", (Window(10, HOUR), Window(30, DAY)))

# "Was this helpful?", of each question: enough for some of a class.
VOTES_FROM_BROWSERS = Limit("helpful, from browsers", (Window(5, DAY),))
VOTES_FROM_OTHERS = Limit("helpful, from others", (Window(1, DAY),))
VOTES_OF_A_QUESTION = Limit("helpful, of a question", (Window(60, HOUR),))
NOTES_TO_A_VOTE = Limit("note to a vote", (Window(1, DAY),))

# Signing in. A few slips cost nothing; then a minute, a quarter of an hour, an hour, a day.
GUESSES = (Window(5, MINUTE), Window(10, 15 * MINUTE), Window(20, HOUR), Window(60, DAY))
PASSWORDS = Limit("password", GUESSES)
CODES = Limit("code", GUESSES)
# Whoever tries codes knows the password already, so they are counted from all networks together too. Those of browsers
# in which the owner signed in before are counted apart, so that nobody else keeps the owner out.
CODES_OF_ACCOUNT = Limit("codes of an account", (Window(30, HOUR),))
CODES_OF_OWN_BROWSERS = Limit("codes of an account in known browsers", (Window(100, DAY),))
# Many names from one network; and each password that is looked at takes the processor's time.
SIGN_INS = Limit("sign-ins of a network", (Window(60, 5 * MINUTE), Window(1_000, DAY)))
# Nobody guesses a passkey, but each that is looked at takes time too.
PASSKEYS = Limit("passkeys", (Window(60, 5 * MINUTE), Window(1_000, DAY)))
# A code is good for one sign-in, for as long as any clock takes it for new.
CODE_ONCE = Limit("code once", (Window(1, 2 * MINUTE),))
# Accounts of colleagues who were invited; each new password takes as long as one that is looked at.
ACCEPTED_INVITATIONS = Limit("invitations from a network", (Window(60, 5 * MINUTE), Window(1_000, DAY)))
