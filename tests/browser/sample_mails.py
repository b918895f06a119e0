"""A mail of each kind that the site sends, with more in it than most have."""

from datetime import timedelta

from django.contrib.auth.models import Group
from django.utils import timezone

from careerinfo.colleagues import invitations
from careers.models import Career, Release
from careers.site_words import remembered
from signups import review_reminders
from signups.mail import kinds
from signups.mail.message import EmailMultiAlternatives, message
from signups.models import AddressChange, Delivery, Invitation, Mailing, ReviewReminder, Subscription, Topic, Wording
from signups.questions.urgent import alerts as urgent

from ..factories import (
    make_answer,
    make_career,
    make_expert,
    make_field,
    make_newsletter,
    make_occupation,
    make_pay,
    make_question,
    make_roles,
    make_site_words,
    make_staff,
    make_subscriber,
)
from ..signups.digesting import approve, follower, mailing, pay_release
from ..signups.questions.experts_at_work import given, with_account

LONG = "First-Line Supervisors of Farming, Fishing, and Forestry Workers and Agricultural Inspectors"
ADDRESS = "3437 County Road 16\nColumbus, OH 43215"
LETTER = """## New on the site

### Careers

See [coding](/careers/medical-coding/), **and** [all careers](/careers/).

- One
- Two

| Career | Median annual pay | Openings a year | Education |
| --- | --- | --- | --- |
| Anesthesiologist assistant | $126,010 | 11,900 | Master's degree or postbaccalaureate certificate |

Averyveryveryveryveryveryveryveryveryveryveryveryveryveryveryverylongword."""


def sample_mails() -> dict[str, EmailMultiAlternatives]:
    """By the name of their kind, as they are sent."""
    make_site_words(name="Bee careers", contact_address=ADDRESS, contact_email="office@example.org")
    site = remembered.current()
    samples = {**_of_subscribers(), **_of_askers(), **_of_staff(), **_of_experts(), "digest": _digest()}
    return {
        name: message(delivery, kinds.get(name), kinds.get(name).words(delivery), site)
        for name, delivery in samples.items()
    }


def _of_subscribers() -> dict[str, Delivery]:
    reader = make_subscriber(topics=("newsletter", "answers"))
    pending = make_subscriber(topics=("newsletter",), status="pending", asked_to_confirm_at=timezone.now())
    for number in range(9):
        career = make_career(title=f"{LONG}, All Other" if number == 0 else f"Beekeeper {number}")
        Topic.objects.create(subscription=pending, kind="career", career=career)
    change = AddressChange.objects.create(subscription=reader, email="new@example.org")
    letter = make_newsletter(subject="What is new this spring", text=LETTER, state="sending")
    return {
        "confirmation": _to(pending, "confirmation"),
        "confirmation-reminder": _to(pending, "confirmation-reminder"),
        "updates-link": _to(reader, "updates-link"),
        "new-address": Delivery.objects.create(
            mailing=Mailing.objects.create(kind="new-address", data={"change": change.pk}), email=change.email
        ),
        "newsletter": Delivery.objects.create(mailing=letter.mailing, subscription=reader),
        "newsletter-test": Delivery.objects.create(
            mailing=Mailing.objects.create(kind="newsletter-test", data={"newsletter": letter.pk}),
            email="office@example.org",
        ),
    }


def _to(subscription: Subscription, kind: str) -> Delivery:
    return Delivery.objects.create(mailing=Mailing.objects.create(kind=kind), subscription=subscription)


def _of_askers() -> dict[str, Delivery]:
    """With a question as long as any, and a reason in two paragraphs."""
    now = timezone.now()
    asked = {"text": f"What do {LONG} do all day? " * 3, "email": "asker@example.org", "confirmed_at": now}
    answered = make_question(status="published", published_at=now, **asked)
    short = "They plan who works where, hire, and see that nobody gets hurt. " * 5
    make_answer(question=answered, short=short, expert=make_expert(name="Grace Hopper"))
    reworded = make_question(status="accepted", **asked)
    Wording.objects.create(question=reworded, text=asked["text"], reason="So that others find it.")
    because = "That is a question about one person's health.\n\nA doctor near you can tell you more."
    questions = {
        "question-confirm": make_question(status="unconfirmed", **{**asked, "confirmed_at": None}),
        "question-link": answered,
        "question-reworded": reworded,
        "question-answered": answered,
        "question-declined": make_question(status="declined", declined_because=because, **asked),
        "question-merged": make_question(status="merged", merged_into=answered, **asked),
        "question-closed": make_question(status="closed", **asked),
    }
    return {
        kind: Delivery.objects.create(
            mailing=Mailing.objects.create(kind=kind, data={"question": question.pk}), email=question.email
        )
        for kind, question in questions.items()
    }


def _of_staff() -> dict[str, Delivery]:
    make_roles()
    ada = make_staff(first_name="Ada", last_name="Lovelace", email="ada@example.org")
    invitations.invite(email="grace@example.org", name="Grace", groups=Group.objects.all()[:2], by=ada)
    due = timezone.localdate()
    for days in range(22):
        title = f"{LONG} Abroad" if days == 21 else f"Reviewed {days}"
        make_career(title=title, reviewer=ada, review_due_on=due - timedelta(days=days))
    review_reminders.remind()
    urgent.alert(make_question(text="I want to die", is_urgent=True))
    return {
        "invitation": Invitation.objects.get().delivery,
        "reviews": ReviewReminder.objects.get().delivery,
        "question-urgent": Delivery.objects.get(mailing__kind="question-urgent"),
    }


def _of_experts() -> dict[str, Delivery]:
    expert = with_account(name="expert")
    question = given(expert, career=make_career(title=f"{LONG} at Sea"))
    make_answer(question=question, expert=expert, status="returned")
    # Each of these tells what another question has come to.
    answer, gone = make_answer(expert=expert, question=given(expert)), given(make_expert())
    about = {**dict.fromkeys(("assigned", "returned", "reminder"), question), "handed-on": gone, "elsewhere": gone}
    about["published"] = answer.question
    return {
        f"expert-{what}": Delivery.objects.create(
            mailing=Mailing.objects.create(kind=f"expert-{what}", data={"question": of.pk, "expert": expert.pk}),
            email=expert.account.email,
        )
        for what, of in about.items()
    }


def _digest() -> Delivery:
    """With all that a digest may hold: figures, one that is no longer true, a field, careers that are gone, answers."""
    field, now = make_field(title="Health"), pay_release(2023, "live")
    coder = _paid("Medical Coder", now, field=field)
    nurse, surgeon = _paid(LONG, now, field=field), _paid("Surgeon", now, field=field)
    gone = make_career(title="Bloodletter", field=make_field())
    reader = follower(coder, gone, field, "answers")
    later = pay_release(2024)
    for career, median in ((coder, 50_250), (nurse, 81_220), (surgeon, 99_000)):
        make_pay(release=later, occupation=career.occupation, annual_median=median)
    approve(later)
    Career.objects.filter(pk=coder.pk).update(description="They code what doctors write.", review_due_on=None)
    make_career(title="Night Nurse", field=field)
    gone.status = "draft"
    gone.save()
    make_question(text="Is it dull? " * 20, answers=("**Never.** " * 60,), career=coder, status="published")
    return Delivery.objects.create(mailing=mailing("daily"), subscription=reader)


def _paid(title: str, release: Release, **values) -> Career:
    occupation = make_occupation(title=f"{title}s")
    career = make_career(title=title, occupation=occupation, **values)
    make_pay(release=release, occupation=occupation, annual_median=48_780)
    return career
