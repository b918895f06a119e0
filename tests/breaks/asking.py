"""Breaks of how questions are asked."""

from .one import Break

ASKING = [
    Break(
        "the same question twice is stored twice",
        "signups/questions/asking/submitting.py",
        'visible(unicodedata.normalize("NFKC", text)).casefold()',
        "text",
        "signups/test_ask.py signups/test_again.py",
    ),
    Break(
        "a question about a career that was just deleted is lost",
        "signups/questions/asking/submitting.py",
        "        career = None\n",
        "        pass\n",
        "signups/test_ask.py",
    ),
    Break(
        "staff see questions whose address nobody has confirmed",
        "signups/questions/asking/submitting.py",
        "question.status = Status.UNCONFIRMED",
        "question.status = Status.RECEIVED",
        "signups/test_again.py",
    ),
    Break(
        "an address in a child's form is kept",
        "signups/questions/asking/pages.py",
        "may_give_address=bool(visit.may_give_address)",
        "may_give_address=True",
        "signups/questions/test_asking_page_by_page.py",
    ),
    Break(
        "the page of the age can be left out",
        "signups/questions/asking/age.py",
        "        return None\n",
        "        return True\n",
        "signups/questions/test_asking_page_by_page.py",
    ),
    Break(
        "words of harm are stored before anybody is told whom to call",
        "signups/questions/asking/pages.py",
        'or (visit.is_urgent and not visit.typed["told"])',
        "or False",
        "signups/questions/test_asking_urgent.py",
    ),
    Break(
        "an urgent question is published like any other",
        "signups/questions/asking/submitting.py",
        "question.is_urgent = question.is_private = is_urgent",
        "question.is_urgent = is_urgent",
        "signups/questions/test_asking_urgent.py",
    ),
    Break(
        "a second press of the button loses the code",
        "signups/questions/asking/pages.py",
        'code=code_in(visit.typed["code"])',
        'code=""',
        "signups/questions/test_asking_codes.py",
    ),
    Break(
        "what looks personal stays when it is taken out",
        "signups/questions/asking/pages.py",
        "changed = without_personal(visit.typed)",
        "changed = {}",
        "signups/questions/test_asking_check.py",
    ),
    Break(
        "a flood from one address takes its neighbours' room",
        "signups/questions/asking/rate.py",
        "limits.wait_for(OF_AN_ADDRESS, mailable(email), network) if email else 0",
        "0",
        "signups/questions/test_asking_limits.py",
    ),
    Break(
        "whoever types an address floods its mailbox",
        "signups/questions/asking/rate.py",
        "limits.wait_for(TO_A_MAILBOX, mailbox(email))",
        "False",
        "signups/questions/test_asking_limits.py",
    ),
]
