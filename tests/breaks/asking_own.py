"""Breaks of askers' own pages and mails, and of what is left of an asker who is erased."""

from .one import Break

ASKING_OWN = [
    Break(
        "a scanner that sends the form confirms a question",
        "signups/questions/own/pages.py",
        "        if press.topics is not None:\n",
        "        if True:\n",
        "signups/questions/test_confirming.py",
    ),
    Break(
        "a link opens the question of whoever has its number now",
        "signups/questions/own/links.py",
        "    if question is None or held not in _known(question, purpose):\n",
        "    if question is None:\n",
        "signups/questions/test_my_question.py",
    ),
    Break(
        "what a code opens stays open",
        "signups/questions/own/links.py",
        '"signups:my-question", MINUTES_OF_CODE * 60)',
        '"signups:my-question")',
        "signups/questions/test_lost_links.py",
    ),
    Break(
        "codes can be tried without end",
        "signups/questions/own/pages.py",
        "    wait = own_requests.wait_for_code(request)\n",
        "    wait = 0\n",
        "signups/questions/test_lost_links.py",
    ),
    Break(
        "the page for lost links tells who has asked",
        "signups/questions/own/requests.py",
        "    SignupRequest.objects.create(email=email, wants=SignupRequest.Wants.QUESTIONS)\n",
        "    if asked_by(email).exists():\n"
        "        SignupRequest.objects.create(email=email, wants=SignupRequest.Wants.QUESTIONS)\n",
        "signups/questions/test_lost_links.py",
    ),
    Break(
        "an asker reads an answer that nobody has looked through",
        "signups/questions/own/shown.py",
        "if given and one.status == Answer.Status.PUBLISHED]",
        "]",
        "signups/questions/test_my_question.py",
    ),
    Break(
        "an asker alone lets an urgent question be published",
        "signups/questions/own/actions.py",
        "question.is_private and not question.is_urgent and",
        "question.is_private and",
        "signups/questions/test_my_question.py",
    ),
    Break(
        "agreeing settles a wording that the asker has not seen",
        "signups/questions/own/actions.py",
        "settled_at=None, pk__lte=up_to)",
        "settled_at=None)",
        "signups/questions/test_my_question.py",
    ),
    Break(
        "a private answer is told to whoever asked the same",
        "signups/questions/own/mails.py",
        "if read and (read.status == Status.PUBLISHED or not of_another) else None",
        "if read else None",
        "signups/questions/test_asker_mails.py",
    ),
    Break(
        "a mail goes to an address that the question no longer has",
        "signups/questions/own/mails.py",
        "    if question is None or not _is_same(question.email, delivery.email):\n",
        "    if question is None:\n",
        "signups/questions/test_asker_mails.py",
    ),
    Break(
        "the asker's words stay on the page of a published question",
        "signups/questions/own/forgetting.py",
        "    if words.are_in(question.text) or words.are_in(question.background) or is_unknown:\n",
        "    if False:\n",
        "signups/questions/test_erasing_askers.py",
    ),
    Break(
        "a name stays in the answer",
        "signups/questions/own/forgetting.py",
        "        left = {name: words.taken_out(getattr(row, name)) for name in names}\n",
        "        left = {name: getattr(row, name) for name in names}\n",
        "signups/questions/test_erasing_askers.py",
    ),
    Break(
        "what the asker wrote stays in earlier versions",
        "signups/questions/own/forgetting.py",
        "    versions.forget_questions([*of_asker, ",
        "    versions.forget_questions([",
        "signups/questions/test_erasing_askers.py",
    ),
    Break(
        "mail files keep who was erased",
        "signups/personal_data.py",
        "    files.forget(words.are_in)\n    return deleted, changed\n",
        "    return deleted, changed\n",
        "signups/questions/test_erasing_askers.py",
    ),
    Break(
        "whoever follows something loses the link to their answer",
        "signups/questions/own/forgetting.py",
        "if _normal(email) not in follow]",
        "]",
        "signups/questions/test_erasing_askers.py",
    ),
    Break(
        "a question that nobody confirmed stays",
        "signups/questions/own/forgetting.py",
        "    return [_not_confirmed(), _answered(), _ended()]\n",
        "    return [_answered(), _ended()]\n",
        "signups/questions/test_confirming.py",
    ),
]
