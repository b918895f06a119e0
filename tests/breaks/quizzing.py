"""Breaks of the quiz: what it asks, what it makes of the answers, and what it keeps."""

from .one import Break

PAGES, MATCHING, WORDING = "careers/quiz/test_pages.py", "careers/quiz/test_matching.py", "careers/quiz/test_wording.py"
STATEMENTS = "careers/importers/test_interest_statements.py"
QUIZZING = [
    Break(
        "a career's height counts in the match, not its shape",
        "careers/quiz/matching.py",
        "apart = [score - mean for score in scores]",
        "apart = list(scores)",
        MATCHING,
    ),
    Break(
        "careers that are not wanted are looked for all the more",
        "careers/quiz/matching.py",
        "- AWAY * less",
        "+ AWAY * less",
        MATCHING,
    ),
    Break(
        "what somebody dislikes is given as the reason",
        "careers/quiz/wording.py",
        "if scores[letter] > MIDDLE]:",
        "if scores[letter] >= 0]:",
        WORDING,
    ),
    Break(
        "an unanswered activity counts as disliked",
        "careers/quiz/answers.py",
        "/ (MOST_POINTS * len(points)) if points else None",
        "/ (MOST_POINTS * OF_EACH)",
        WORDING,
    ),
    Break(
        "answers are lost on the way back",
        "careers/views/quiz.py",
        "if name != statement.name}",
        "if False}",
        PAGES,
    ),
    Break(
        "the result stays in caches",
        "careers/views/quiz.py",
        'context, "no-store")',
        'context, "public")',
        PAGES,
    ),
    Break(
        "one post makes the page list every career",
        "careers/quiz/answers.py",
        "min(max(count, AT_FIRST), MOST_SHOWN)",
        "count",
        PAGES,
    ),
    Break(
        "activities of a release that nobody has approved are asked",
        "careers/quiz/statements.py",
        "interests__in=LETTERS, release__state=Release.State.LIVE",
        "interests__in=LETTERS",
        STATEMENTS,
    ),
    Break(
        "a review does not tell that a release has other activities",
        "careers/releases/diff.py",
        "diff.changed += _changes_besides(record, base, release)",
        "pass",
        STATEMENTS,
    ),
]
