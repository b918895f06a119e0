"""Breaks of how colleagues come and go, of what reminds them, and of how staff find careers."""

from .one import Break

TESTS = "site/test_colleagues.py"
REMINDERS = "signups/test_review_reminders.py"
SEARCH = "site/test_staff_search.py"

COLLEAGUES = [
    Break(
        "the link of an invitation works more than once",
        "careerinfo/colleagues/invitations.py",
        "if not Invitation.objects.open().filter(pk=invitation.pk).update(accepted_at=timezone.now()):",
        "if not Invitation.objects.open().filter(pk=invitation.pk).exists():",
        TESTS,
    ),
    Break(
        "the link in an earlier mail works on",
        "signups/models/invitations.py",
        "self.token_hash, self.sent_at = hash_of(token), None",
        "self.token_hash, self.sent_at = self.token_hash or hash_of(token), None",
        TESTS,
    ),
    Break(
        "the last administrator can be removed",
        "careerinfo/colleagues/removing.py",
        "    return pks == {account.pk}",
        "    return False",
        TESTS,
    ),
    Break(
        "somebody who was removed works on",
        "careerinfo/colleagues/removing.py",
        "    account.is_active = account.is_staff = account.is_superuser = False",
        "    account.is_superuser = False",
        TESTS,
    ),
    Break(
        "reminders come every day",
        "signups/review_reminders.py",
        "Q(sent_on__lte=today - EVERY)",
        "Q(sent_on__lte=today)",
        REMINDERS,
    ),
    Break(
        "staff's search finds no drafts",
        "careers/admin/finding.py",
        "found = queryset.filter(_named(text) | _with_words(text) | Q(",
        "found = queryset.filter(_named(text) | Q(",
        SEARCH,
    ),
    Break(
        "staff find no career by an old address",
        "careers/admin/finding.py",
        'return Q(**{lookup: slug}) | Q(pk__in=old.values("career"))',
        "return Q(**{lookup: slug})",
        SEARCH,
    ),
]
