"""Breaks of how mail is sent: once, to those who want it, and with an account of each."""

from .one import Break

OUTBOX = "signups/test_outbox.py"
WORKERS = "signups/test_mail_workers.py"
SERVER = "signups/test_mail_server.py"

MAILING = [
    Break(
        "a mail that a killed worker was sending goes out once more",
        "signups/mail/claiming.py",
        'mine.filter(state=State.SENDING).update(reason="The worker ended while it was sending this mail", **unknown)',
        "mine.filter(state=State.SENDING).update(state=State.CLAIMED)",
        WORKERS,
    ),
    Break(
        "what a killed worker had claimed is never sent",
        "signups/mail/claiming.py",
        '    claimed.update(state=State.QUEUED, worker="", claimed_at=None)',
        "    pass",
        WORKERS,
    ),
    Break(
        "whoever unsubscribed after a mail was queued gets it",
        "signups/mail/standing.py",
        "if subscription is None or subscription.status != Subscription.Status.CONFIRMED:",
        "if subscription is None:",
        OUTBOX,
    ),
    Break(
        "two digests that wait for one person are the same mail twice",
        "signups/mail/sending.py",
        "            if self._last_was_to(delivery):",
        "            if False:",
        "signups/test_digests_once.py",
    ),
    Break(
        "a provider that cannot be reached is taken for one that may have the mail",
        "signups/mail/transport.py",
        "        error = error.__cause__ or error.__context__",
        "        error = None",
        SERVER,
    ),
    Break(
        "a mail that is taken for spam blocks its address",
        "signups/mail/standing.py",
        "    elif is_of_address and code in PLAIN_CODES",
        "    elif code in PLAIN_CODES",
        "signups/mail/test_standing.py",
    ),
    Break(
        "what was in hand when staff stopped a mailing waits for ever",
        "signups/mail/accounting.py",
        "        outbox.cancel_rest(pk)",
        "        pass",
        OUTBOX,
    ),
    Break(
        "what waits in a database that was restored goes out",
        "signups/mail/restored.py",
        "    if written.when > mark.taken_up_at:",
        "    if False:",
        WORKERS,
    ),
    Break(
        "a mailing of a week ago goes out after all",
        "signups/mail/expanding.py",
        "        outbox.hold(late, because=LATE.format(hours=settings.MAIL_LATE_HOURS))",
        "        pass",
        OUTBOX,
    ),
    Break(
        "a mailing is done though nobody knows of some recipients",
        "signups/mail/accounting.py",
        "        if not account.adds_up:",
        "        if False:",
        OUTBOX,
    ),
    Break(
        "a mail that the server puts off is given up",
        "signups/mail/transport.py",
        "is_final and code >= 500",
        "is_final and code >= 400",
        SERVER,
    ),
    Break(
        "the log has the addresses that a server refuses",
        "signups/mail/sending.py",
        '            logger.warning("Mail %s: %s", delivery.pk, outcome.reason)',
        '            logger.warning("Mail %s: %s", delivery.address, outcome.reason)',
        SERVER,
    ),
    Break(
        "mail programs show no button to unsubscribe",
        "signups/mail/message.py",
        '        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"',
        "        pass",
        OUTBOX,
    ),
    Break(
        "a mail worker that is killed stays away",
        "careerinfo/mail_worker.py",
        "        if now >= self.next_at:",
        "        if not self.started_at:",
        "site/test_mail_beside_web.py",
    ),
]
