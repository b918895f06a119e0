"""Breaks of newsletters, of what staff decide about mail, and of lists that they bring along."""

from .one import Break

LETTERS = [
    Break(
        "a newsletter goes to people who never asked for it",
        "signups/newsletters/mail.py",
        "found = Subscription.objects.listening().filter(Exists(topics.filter(kind=Topic.Kind.NEWSLETTER)))",
        "found = Subscription.objects.listening()",
        "signups/test_newsletters.py",
    ),
    Break(
        "a newsletter for a field that is deleted goes to everybody",
        "signups/newsletters/mail.py",
        'return audience(mailing.data.get("field"))',
        "return audience(mailing.newsletter.field_id)",
        "signups/test_newsletters.py",
    ),
    Break(
        "whoever paused before it goes out gets the newsletter",
        "signups/newsletters/mail.py",
        "if subscription.paused_until and subscription.paused_until > timezone.localdate():",
        "if False:",
        "signups/test_newsletters.py",
    ),
    Break(
        "what somebody changed meanwhile is sent unseen",
        "signups/newsletters/sending.py",
        "        if seen_as(newsletter) != seen:\n",
        "        if False:\n",
        "signups/test_newsletters.py",
    ),
    Break(
        "everybody reads newsletters that are not in the archive",
        "signups/models/newsletters.py",
        "return self.exclude(published_at=None)",
        "return self.all()",
        "signups/test_archive.py",
    ),
    Break(
        "a mail that was sent is sent again",
        "signups/mail/decisions.py",
        "doubtful.filter(state=Delivery.State.UNKNOWN).update(**again)",
        "doubtful.update(**again)",
        "signups/test_mail_decisions.py",
    ),
    Break(
        "a mail of a stopped mailing is sent after all",
        "signups/mail/decisions.py",
        "if mailing is None or mailing.state == Mailing.State.STOPPED:",
        "if mailing is None:",
        "signups/test_mail_decisions.py",
    ),
    Break(
        "a list brings back whoever had the address erased",
        "signups/subscribers/lists.py",
        "if address not in known and was_erased(address)",
        "if False",
        "signups/test_subscribers.py",
    ),
    Break(
        "a list mails whoever reported spam",
        "signups/subscribers/lists.py",
        "outcomes = _in_trouble(wanted) | outcomes",
        "pass",
        "signups/test_subscribers.py",
    ),
    Break(
        "a list brings back whom staff deleted",
        "signups/subscribers/admin.py",
        "forgotten.remember_erased(email)",
        "pass",
        "signups/test_subscribers.py",
    ),
    Break(
        "two who press at once send a mail twice",
        "signups/mail/decision_pages.py",
        'if request.POST.get("seen", "") != _seen_as(row):',
        "if False:",
        "signups/test_mail_decisions.py",
    ),
    Break(
        "addresses of a list count as confirmed",
        "signups/subscribers/lists.py",
        "normal_email=address, source=Subscription.Source.LIST)",
        'normal_email=address, source=Subscription.Source.LIST, status="confirmed")',
        "signups/test_subscribers.py",
    ),
    Break(
        "the file of subscribers has formulas",
        "signups/subscribers/export.py",
        "map(plain_cell, _cells(row))",
        "_cells(row)",
        "signups/test_subscribers.py",
    ),
]
