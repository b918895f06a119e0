"""Breaks of what followers are told of careers, and when."""

from .one import Break

SAID = "signups/test_digests_say_what_pages_say.py"
TOLD = "signups/test_digests.py"

DIGESTS = [
    Break(
        "what was sent is sent again",
        "signups/updates/digests.py",
        "    if news := _being_sent.pop(delivery.pk, None):\n",
        "    if news := None:\n",
        TOLD,
    ),
    Break(
        "mail tells what pages said when it was queued",
        "signups/updates/followed.py",
        "    note_changed()\n",
        "",
        TOLD,
    ),
    Break(
        "a change of a career is not noticed",
        "careers/denormalized.py",
        "            listener(None if of_all else careers)\n",
        "            listener(None if of_all else set(list(careers)[:0]) or {-1})\n",
        SAID,
    ),
    Break(
        "a wider group's pay that is replaced is told as a raise",
        "signups/updates/telling.py",
        "    if (old.code, old.whose) != (new.code, new.whose):\n",
        "    if False:\n",
        TOLD,
    ),
    Break(
        "a figure that was taken back is told as news",
        "signups/updates/telling.py",
        "    return new.as_of < old.as_of or is_same\n",
        "    return is_same\n",
        TOLD,
    ),
    Break(
        "everybody is looked at for each digest",
        "signups/updates/digests.py",
        "    return listening.filter(Exists(topics))\n",
        "    return listening\n",
        TOLD,
    ),
    Break(
        "after an outage each missed day has its digest",
        "signups/updates/digests.py",
        "filter(how_often=name, day__lt=day).update(day=day)",
        "filter(how_often=name, day__lt=day).update(day=days[name] + timezone.timedelta(days=1))",
        "signups/test_digests_due.py",
    ),
    Break(
        "two workers queue the same digest",
        "signups/updates/digests.py",
        "            if LastDigest.objects.filter(how_often=name, day__lt=day).update(day=day):\n",
        "            if LastDigest.objects.filter(how_often=name).update(day=day):\n",
        "signups/test_digests_due.py",
    ),
]
