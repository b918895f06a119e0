"""Breaks of the public pages of questions and their answers, and of how they are found."""

from .one import Break

PAGE = "signups/questions/test_question_page.py"
LIST = "signups/questions/test_question_list.py"
FINDING = "signups/questions/test_finding.py"

ANSWERS = [
    Break(
        "drafts of answers are public",
        "signups/models/questions.py",
        'answers = apps.get_model("signups", "Answer").objects.published()\n        answers = answers.select',
        'answers = apps.get_model("signups", "Answer").objects.all()\n        answers = answers.select',
        PAGE,
    ),
    Break(
        "what was taken off the site is shown on",
        "signups/models/questions.py",
        "return self.filter(Exists(answers), status=Question.Status.PUBLISHED, is_private=False)",
        "return self.filter(Exists(answers), is_private=False)",
        f"{PAGE} signups/test_answers.py",
    ),
    Break(
        "a question that was taken off is as if it had never been",
        "signups/questions/public/pages.py",
        'response = render(request, "signups/question_gone.html", status=410)',
        "raise Http404",
        PAGE,
    ),
    Break(
        "questions that were never public are said to be gone",
        "signups/questions/public/pages.py",
        "Question.objects.filter(pk=pk, published_at__isnull=False)",
        "Question.objects.filter(pk=pk)",
        PAGE,
    ),
    Break(
        "samples have authors, for programs that read the page",
        "signups/questions/public/structured_data.py",
        " for read in answers if not read.answer.expert.is_sample}",
        " for read in answers}",
        PAGE,
    ),
    Break(
        "a page with samples alone says that they are real",
        "signups/questions/public/listing.py",
        "filter(expert__is_sample=False, question__in=",
        "filter(question__in=",
        LIST,
    ),
    Break(
        "a credential that nobody checked is said to be checked",
        "templates/signups/includes/expert.html",
        "{% if expert.verified_on %}",
        "{% if expert.credential %}",
        PAGE,
    ),
    Break(
        "an answer says nothing of being checked again",
        "templates/signups/question.html",
        "{% if answer.is_rechecked %}",
        "{% if answer.is_rechecked_now %}",
        PAGE,
    ),
    Break(
        "a question is found by words that it no longer has",
        "signups/questions/public/finding.py",
        "    changed = [pk for pk in pks if now.get(pk, {}) != before[pk]]",
        "    changed = [pk for pk in pks if not before[pk]]",
        FINDING,
    ),
    Break(
        "what is taken off by a step is found on",
        "signups/questions/steps.py",
        "if Status.PUBLISHED in (stored.status, step.after):",
        "if Status.PUBLISHED == step.after:",
        FINDING,
    ),
    Break(
        "a slip of the keyboard finds nothing",
        "signups/questions/public/ranking.py",
        "slips = 1 if len(meant) < LONG_WORD else 2",
        "slips = 0",
        f"{FINDING} {LIST}",
    ),
    Break(
        "every word counts the same",
        "signups/questions/public/ranking.py",
        "log(1 + USUAL_SITE / count)",
        "1.0 + 0 * count",
        FINDING,
    ),
    Break(
        "followers never hear of an answer that was a draft when pages were noted",
        "signups/updates/noting.py",
        "read = Answer.objects.published().filter(",
        "read = Answer.objects.filter(",
        "signups/test_digests_of_fields.py",
    ),
    Break(
        "what was asked for is forgotten on the next page",
        "signups/questions/public/listing.py",
        "for name, value in asked.items() if value)",
        "for name, value in asked.items() if not value)",
        LIST,
    ),
]
