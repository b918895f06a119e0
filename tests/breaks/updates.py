"""Breaks of signing up for updates: who is asked, what confirms, what links do, and what is left of the erased."""

from .one import Break

UPDATES = [
    Break(
        "a thousand signups are a thousand mails",
        "signups/updates/asking.py",
        "if limits.wait_for(TO_AN_ADDRESS, mailable(email)) or limits",
        "if limits",
        "signups/test_signing_up.py",
    ),
    Break(
        "another spelling of a domain is a second mail",
        "signups/updates/asking.py",
        'return f"{name.lower()}@{punycode(domain).lower()}"',
        "return email",
        "signups/test_signing_up.py",
    ),
    Break(
        "the site floods others' mail",
        "signups/updates/asking.py",
        "        raise TooMany\n",
        "        pass\n",
        "signups/test_signing_up.py",
    ),
    Break(
        "staff are not told of a flood",
        "signups/updates/asking.py",
        "    if is_first:\n",
        "    if False:\n",
        "signups/test_signing_up.py",
    ),
    Break(
        "the page tells who is subscribed",
        "signups/updates/requests.py",
        "    SignupRequest.objects.create(email=email, topics=topics)\n",
        "    Subscription.objects.with_address(email).first()\n"
        "    SignupRequest.objects.create(email=email, topics=topics)\n",
        "signups/test_signing_up.py",
    ),
    Break(
        "a program keeps its neighbours out",
        "signups/updates/network.py",
        "OF_BROWSERS if is_from_browser(request) else OF_OTHERS",
        "OF_OTHERS",
        "signups/test_signing_up.py",
    ),
    Break(
        "a scanner that sends the form confirms",
        "signups/updates/pressing.py",
        "if is_from_browser(request) or page.pressed:",
        "if True:",
        "signups/test_confirming.py",
    ),
    Break(
        "a press at once confirms",
        "signups/updates/pressing.py",
        "if seconds and _opened(sent, seconds):",
        "if False:",
        "signups/test_confirming.py",
    ),
    Break(
        "what a stranger adds is confirmed unseen",
        "signups/updates/confirming.py",
        "asked_about(subscription).filter(pk__in=topics)",
        "asked_about(subscription)",
        "signups/test_confirming.py",
    ),
    Break(
        "an old mail brings back who unsubscribed",
        "signups/updates/confirming.py",
        "    if subscription.status == Status.UNSUBSCRIBED:\n        return\n",
        "    subscription.status = Status.PENDING\n",
        "signups/test_confirming.py",
    ),
    Break(
        "people are reminded again and again",
        "signups/updates/confirming.py",
        "        reminded_at=None,\n",
        "",
        "signups/test_confirming.py",
    ),
    Break(
        "a link works for any purpose",
        "signups/updates/links.py",
        "signing.loads(token, salt=purpose.salt, max_age=purpose.seconds)",
        "next(signing.loads(token, salt=salt) for salt in [MINE.salt])",
        "signups/test_links_in_mails.py",
    ),
    Break(
        "the link to everything works for ever",
        "signups/updates/links.py",
        'MINE = Purpose("signups.mine", "signups:my-updates", MINUTES_OF_MINE * 60)',
        'MINE = Purpose("signups.mine", "signups:my-updates")',
        "signups/test_links_in_mails.py",
    ),
    Break(
        "one click asks again",
        "signups/updates/views.py",
        'if "seal" in request.POST:',
        "if True:",
        "signups/test_links_in_mails.py",
    ),
    Break(
        "a page with a key tells other sites its address",
        "signups/updates/link_pages.py",
        'response["Referrer-Policy"] = "no-referrer"',
        "pass",
        "signups/test_links_in_mails.py",
    ),
    Break(
        "an address is changed without its new owner",
        "signups/updates/views.py",
        "        press, status = press_of(request, page), 422\n        if press.topics is not None:\n"
        "            changing_address.change(change)\n",
        "        press, status = press_of(request, page), 422\n        if True:\n"
        "            changing_address.change(change)\n",
        "signups/test_my_updates.py",
    ),
    Break(
        "an erased person comes back with a list",
        "signups/updates/subscribers.py",
        "    forgotten.remember_erased(email)\n",
        "",
        "signups/test_forgetting_subscribers.py",
    ),
    Break(
        "mails of an erased person lead to them",
        "signups/mail/keeping.py",
        'rows.update(email="", provider_id="", subscription=None)',
        "rows.update(subscription=None)",
        "signups/test_forgetting_subscribers.py",
    ),
]
