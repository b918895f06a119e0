"""Breaks of the experts' own place: who opens it, what they reach there, and when they are told."""

from .one import Break

ANSWERS = "signups/questions/test_expert_answers.py"
PLACE = "signups/questions/test_expert_place.py"
PAUSES = "signups/questions/test_expert_pauses.py"
MAILS = "signups/questions/test_expert_mails.py"
INVITING = "site/test_inviting_experts.py"

EXPERTS = [
    Break(
        "experts open questions of others",
        "signups/questions/experts/answering.py",
        "    return expert.questions.filter(Q(status=Question.Status.ASSIGNED) | another)",
        "    return Question.objects.filter(Q(status=Question.Status.ASSIGNED) | another)",
        PLACE,
    ),
    Break(
        "the later of two tabs overwrites the earlier one",
        "signups/questions/experts/answering.py",
        "if opened != stamp_of(stored) and written != written_in(stored):",
        "if False:",
        ANSWERS,
    ),
    Break(
        "a submitted answer is changed by its expert",
        "signups/questions/experts/answering.py",
        "if stored and stored.status not in Answer.WITH_EXPERT:",
        "if False:",
        ANSWERS,
    ),
    Break(
        "an answer is submitted with gaps",
        "signups/questions/experts/forms.py",
        "        if self.submits:\n",
        "        if False:\n",
        ANSWERS,
    ),
    Break(
        "experts answer before they have read the rules",
        "signups/questions/experts/pages.py",
        "if request.expert.rules_accepted_at is None:",
        "if False:",
        PLACE,
    ),
    Break(
        "whoever leaves keeps the questions",
        "signups/questions/experts/away.py",
        "                answering.give_back(pk, expert, why=LEFT, by=by)\n",
        "",
        PAUSES,
    ),
    Break(
        "experts are reminded in each round",
        "signups/questions/experts/mails.py",
        ".exclude(told).update(reminded_for=question.promised_on):",
        ".exists():",
        MAILS,
    ),
    Break(
        "a question is handed on though its expert was given another day",
        "signups/questions/experts/mails.py",
        ".filter(late, pk=question.pk).exists():",
        ".filter(pk=question.pk).exists():",
        MAILS,
    ),
    Break(
        "the invitation of an expert makes an account of staff",
        "careerinfo/colleagues/invitations.py",
        "account.email, account.is_staff = invitation.email, invitation.expert_id is None",
        "account.email, account.is_staff = invitation.email, True",
        INVITING,
    ),
    Break(
        "an expert with rights is led to staff's pages",
        "careerinfo/signing_in/places.py",
        "    is_open = user.is_staff or not is_of_staff_alone(urlsplit(wanted).path)\n",
        "    is_open = True\n",
        INVITING,
    ),
    Break(
        "whoever may not change experts invites them",
        "careerinfo/colleagues/inviting_experts.py",
        "    if not request.user.has_perm(RIGHT):\n        raise PermissionDenied\n",
        "",
        INVITING,
    ),
]
