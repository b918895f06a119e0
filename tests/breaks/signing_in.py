"""Breaks of how staff get in, and of what slows those who guess."""

from .one import Break

TESTS = "site/test_signing_in.py"
PASSKEYS = "site/test_passkeys.py"
LIMITS = "signups/test_limits.py"

SIGNING_IN = [
    Break(
        "wrong passwords are not slowed",
        "careerinfo/signing_in/forms.py",
        "                self.slow(guessing.wait_for_password(request, name))\n            cleaned",
        "                pass\n            cleaned",
        TESTS,
    ),
    Break(
        "wrong codes are not slowed",
        "careerinfo/signing_in/forms.py",
        "        self.slow(guessing.wait_for_code(request, self.user))\n",
        "",
        TESTS,
    ),
    Break(
        "whoever guesses keeps the owner out everywhere",
        "careerinfo/signing_in/guessing.py",
        "or limits.wait_for(PASSWORDS, _same(name), client_network(request))",
        "or limits.wait_for(PASSWORDS, _same(name))",
        TESTS,
    ),
    Break(
        "the owner's browser is kept out with its network",
        "careerinfo/signing_in/guessing.py",
        'return f"{whose} {browser}" if whose == _same(name) else ""',
        'return ""',
        TESTS,
    ),
    Break(
        "the mark of one's browser is good for any name",
        "careerinfo/signing_in/guessing.py",
        'return f"{whose} {browser}" if whose == _same(name) else ""',
        'return f"{whose} {browser}"',
        TESTS,
    ),
    Break(
        "codes may be tried from any number of networks",
        "careerinfo/signing_in/guessing.py",
        "return in_place or limits.wait_for(CODES_OF_ACCOUNT, str(user.pk))",
        "return in_place",
        TESTS,
    ),
    Break(
        "capitals give more tries",
        "careerinfo/signing_in/guessing.py",
        'return unicodedata.normalize("NFKC", name).casefold()',
        "return name",
        TESTS,
    ),
    Break(
        "a code is good twice",
        "careerinfo/signing_in/guessing.py",
        'return limits.wait_for(CODE_ONCE, str(user.pk), "".join(filter(str.isalnum, code))) == 0',
        "return True",
        TESTS,
    ),
    Break(
        "pages open without the second step",
        "careerinfo/signing_in/sessions.py",
        "if found is None or (found.has_second_step and not found.used_second_step):",
        "if found is None:",
        TESTS,
    ),
    Break(
        "a session that was ended goes on",
        "signups/models/sign_ins.py",
        "ended_at=None, last_seen_at__gt=lately",
        "last_seen_at__gt=lately",
        TESTS,
    ),
    Break(
        "nobody has to set up a second step",
        "careerinfo/signing_in/sessions.py",
        "lacks = settings.STAFF_MFA_REQUIRED and",
        "lacks = False and",
        TESTS,
    ),
    Break(
        "secrets lie readable in the database",
        "careerinfo/signing_in/adapters.py",
        "return _ciphers().encrypt(text.encode()).decode()",
        "return text",
        TESTS,
    ),
    Break(
        "a number in a passkey is taken for a size",
        "careerinfo/signing_in/passkeys.py",
        "all(text is None or isinstance(text, str) for text in texts)",
        "texts",
        PASSKEYS,
    ),
    Break(
        "loading the page for signing in counts as a try",
        "careerinfo/signing_in/views.py",
        'guessing.wait_for_passkey(request) if request.method == "POST" else 0',
        "guessing.wait_for_passkey(request)",
        PASSKEYS,
    ),
    Break(
        "whoever changes accounts sees the sessions of superusers",
        "careerinfo/admin.py",
        "        if not self.has_change_permission(request, account):\n            raise PermissionDenied",
        "        if not self.has_change_permission(request):\n            raise PermissionDenied",
        TESTS,
    ),
    Break(
        "anybody ends anybody's sessions",
        "careerinfo/signing_in/views.py",
        "    count = _end(SignIn.objects.open_for(request.user), request)\n",
        "    count = _end(SignIn.objects.all(), request)\n",
        TESTS,
    ),
    Break(
        "visitors say themselves where they come from",
        "signups/client_address.py",
        "while said and is_proxy:",
        "while said:",
        LIMITS,
    ),
    Break(
        "each address of a household's network has its own tries",
        "signups/client_address.py",
        "OWN_NETWORK = {4: 32, 6: 64}",
        "OWN_NETWORK = {4: 32, 6: 128}",
        LIMITS,
    ),
    Break(
        "tries that were refused make pauses longer",
        "signups/limits.py",
        'WHERE kept.ends_at <= %s OR kept."count" < %s',
        'WHERE kept.ends_at <= %s OR kept."count" < 1000 + %s',
        LIMITS,
    ),
    Break(
        "a session that nobody uses stays open",
        "signups/models/sign_ins.py",
        "ended_at=None, last_seen_at__gt=lately, at__gt=oldest",
        "ended_at=None, at__gt=oldest",
        TESTS,
    ),
    Break(
        "sign-ins are kept for ever",
        "signups/personal_data.py",
        "SignIn.objects.filter(last_seen_at__lt=seen_limit).delete()",
        "SignIn.objects.none().delete()",
        TESTS,
    ),
]
