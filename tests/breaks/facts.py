"""Breaks of how answers are published, of the facts that they rest on, and of what is closed."""

from .one import Break

PUBLISHED = "signups/questions/test_publishing.py"
CHECKED = "signups/questions/test_facts.py"
CLOSED = "signups/questions/test_closing.py"
WAYS = "signups/questions/test_ways.py"

FACTS = [
    Break(
        "an answer that was taken from the schedule goes out all the same",
        "signups/questions/answers/publishing.py",
        "Answer.objects.due() if role == Role.SITE else ",
        "",
        PUBLISHED,
    ),
    Break(
        "what an expert is still writing is published",
        "signups/questions/answers/publishing.py",
        "Answer.objects.filter(status__in=Answer.WITH_MODERATOR)\n        stored",
        "Answer.objects.all()\n        stored",
        PUBLISHED,
    ),
    Break(
        "what is for the asker alone is public",
        "signups/questions/answers/publishing.py",
        '"answer-privately" if question.is_private else "publish"',
        '"publish"',
        PUBLISHED,
    ),
    Break(
        "those whose question was merged never hear of the answer",
        "signups/questions/answers/publishing.py",
        "        found += more\n",
        "        more = []\n",
        PUBLISHED,
    ),
    Break(
        "one failure keeps all scheduled answers back",
        "signups/questions/answers/publishing.py",
        "            _review_again(answer, FAILED)\n",
        "            raise\n",
        PUBLISHED,
    ),
    Break(
        "answers are on the site again without a review after they were taken off",
        "signups/questions/answers/publishing.py",
        "        seen.update(status=Status.SUBMITTED, publish_at=None)\n",
        "        seen.update(publish_at=None)\n",
        PUBLISHED,
    ),
    Break(
        "followers are told of answers that nobody has published",
        "signups/updates/noting.py",
        "    read = Answer.objects.published().filter(",
        "    read = Answer.objects.filter(",
        PUBLISHED,
    ),
    Break(
        "a changed figure makes no answer doubtful",
        "signups/questions/answers/facts.py",
        "    note_changed()\n",
        "",
        CHECKED,
    ),
    Break(
        "an answer stays doubtful when its fact is as it was before",
        "signups/questions/answers/facts.py",
        "        if _because(some, now) == some[0].answer.recheck_because:\n",
        "        if not _because(some, now) or some[0].answer.recheck_because:\n",
        CHECKED,
    ),
    Break(
        "an answer that was confirmed is doubtful again at once",
        "signups/questions/answers/facts.py",
        "        store(said)\n        _log",
        "        _log",
        CHECKED,
    ),
    Break(
        "every round looks at every fact",
        "signups/questions/answers/facts.py",
        "    if limits.is_first(EVERY_MINUTE):\n",
        "    if True:\n",
        CHECKED,
    ),
    Break(
        "a question is closed whose answer waits for a moderator",
        "signups/questions/answers/duties.py",
        ".filter(~Exists(answered), promised_on",
        ".filter(promised_on",
        f"{CLOSED} {WAYS}",
    ),
    Break(
        "urgent questions are closed by themselves",
        "signups/questions/answers/duties.py",
        ", is_urgent=False)",
        ")",
        CLOSED,
    ),
    Break(
        "experts publish their own answers",
        "signups/questions/steps.py",
        "after=Status.PUBLISHED, roles=(Role.MODERATOR, Role.SITE)",
        "after=Status.PUBLISHED, roles=(Role.MODERATOR, Role.SITE, Role.EXPERT)",
        f"{PUBLISHED} {WAYS}",
    ),
    Break(
        "a step is taken from where it does not lead",
        "signups/questions/steps.py",
        "filter(pk=question.pk, status__in=step.before)",
        "filter(pk=question.pk)",
        WAYS,
    ),
]
