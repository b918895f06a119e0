"""Breaks of how moderators review questions and answers."""

from .one import Break

REVIEWING = [
    Break(
        "two moderators have the same question",
        "signups/questions/review/reviewing.py",
        "reviewable().filter(is_free, pk=pk)",
        "reviewable().filter(pk=pk)",
        "signups/questions/test_claiming.py",
    ),
    Break(
        "a step is taken on what was changed since",
        "signups/questions/review/reviewing.py",
        "return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]",
        'return "the same"',
        "signups/questions/test_claiming.py signups/questions/test_reviewing_answers.py",
    ),
    Break(
        "staff see what no asker has confirmed",
        "signups/questions/review/queue.py",
        "return Question.objects.exclude(status=Status.UNCONFIRMED)",
        "return Question.objects.all()",
        "signups/questions/test_review_page.py",
    ),
    Break(
        "whoever opens staff pages reviews questions",
        "signups/questions/review/pages.py",
        "    if not request.user.has_perm(REVIEW):\n",
        "    if not request.user.is_staff:\n",
        "signups/questions/test_states.py",
    ),
    Break(
        "what the asker keeps private is published",
        "signups/questions/review/actions.py",
        " and (not question.is_private or question.is_urgent)",
        "",
        "signups/questions/test_review_page.py",
    ),
    Break(
        "a question is led to one that leads elsewhere",
        "signups/questions/review/reviewing.py",
        "    if target.status == Status.MERGED:\n",
        "    if False:\n",
        "signups/questions/test_review_page.py",
    ),
    Break(
        "an earlier version is a way past the steps",
        "signups/questions/admin.py",
        'if stored or wanted["fields"]["status"]',
        'if wanted["fields"]["status"]',
        "signups/questions/test_states.py",
    ),
    Break(
        "a changed credential stays checked",
        "signups/models/experts.py",
        "stored is not None and stored != self.credential",
        "False",
        "signups/questions/test_experts_of_staff.py",
    ),
]
