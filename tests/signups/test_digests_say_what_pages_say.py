"""Whatever is done to the site: what a follower was told last is what pages say, or a mail is due; in pages' words."""

from datetime import date
from html import unescape

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from careers.models import Career, Outlook, Pay, Release, Task
from careers.releases import lifecycle
from signups.models import Mailing, PageState, Topic
from signups.updates import digests, noting, telling
from signups.updates.pages import as_said, as_stored, pages_of

from ..factories import make_career, make_field, make_occupation, make_release
from .digesting import follower, mail_to

numbers = st.integers(0, 5)


@pytest.mark.usefixtures("demo")
def test_figures_are_said_as_the_careers_pages_say_them(visitor, text_of):
    careers = list(Career.objects.published())
    pages = pages_of(career.pk for career in careers)
    checked = 0
    for career in careers:
        said = pages[career.pk].said
        page = text_of(visitor.get(said.address)).replace("\u2060", "").replace("\xa0", " ")
        words = [said.title, said.license]
        if said.pay:
            source = said.pay.source
            words += [f"{said.pay.label} {said.pay.amount}", source.publication, source.period, source.whose]
            words += [f"for {said.pay.who} is {said.pay.amount}"]
        if said.outlook:
            one = said.outlook
            words += [f"{one.growth} growth, {one.source.period}", one.words, one.sentence, one.education]
            words += [f"That is {one.phrase}" if one.phrase else "", one.openings_sentence, one.source.publication]
            words += [f"{one.openings} openings per year" if one.openings_count is not None else ""]
        if said.demand:
            words += [f"In demand in {said.demand.areas}", said.demand.source.period]
        assert [one for one in words if unescape(one) not in page] == [], career.title
        checked += bool(said.pay) + bool(said.outlook)
    assert checked > len(careers)


@pytest.mark.usefixtures("demo")
def test_what_is_stored_reads_as_it_was_said():
    for page in pages_of(Career.objects.values_list("pk", flat=True)).values():
        assert as_said(as_stored(page.said)[0]) == page.said
        assert telling.changes(page.said, page.said) == []


@pytest.mark.usefixtures("demo")
def test_pages_are_read_in_as_many_queries_for_all_as_for_one(django_assert_max_num_queries):
    for ids in (list(Career.objects.values_list("pk", flat=True)), [Career.objects.first().pk]):
        with django_assert_max_num_queries(9):
            pages_of(ids)


class Site(RuleBasedStateMachine):
    """A field with three careers, of which one is followed by itself, and releases that come and go."""

    def __init__(self) -> None:
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()
        self.field, self.other_field = make_field(), make_field()
        self.occupations = [make_occupation() for _ in range(3)]
        for number, occupation in enumerate(self.occupations):
            make_career(title=f"Career {number}", field=self.field, occupation=occupation)
        for number in range(2):
            self._release(number, number)
        lifecycle.approve(Release.objects.filter(as_of__year=2022), by="ada")
        follower(Career.objects.first(), self.field)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.example.__exit__(None, None, None)

    def _release(self, place: int, number: int) -> None:
        period = {"period": f"May {2022 + place}", "as_of": date(2022 + place, 5, 1), "state": "staged"}
        pay, outlook = make_release(**period), make_release("projections", **period)
        for more, occupation in enumerate(self.occupations):
            Pay.objects.create(release=pay, occupation=occupation, annual_median=40_000 + 1_000 * (number + more))
            years = {"base_year": 2022, "projected_year": 2032, "base_employment": 1_000}
            Outlook.objects.create(
                release=outlook, occupation=occupation, projected_employment=1_000 + 100 * number, **years
            )

    def _career(self, number: int) -> Career | None:
        careers = list(Career.objects.order_by("pk"))
        return careers[number % len(careers)] if careers else None

    @invariant()
    def what_was_told_last_is_what_pages_say_or_a_mail_is_due(self) -> None:
        if mail_is_due():
            return
        noted = dict(PageState.objects.current().values_list("career_id", "digest"))
        for pk, page in pages_of(Career.objects.values_list("pk", flat=True)).items():
            # Nothing of it was missed by those who go by what was said to have changed.
            assert noted[pk] == as_stored(page.said)[1]
        for topic in Topic.objects.all():
            for pk, mark in topic.told["careers"].items():
                told, now = PageState.objects.get(pk=mark), PageState.objects.current().get(career_id=pk)
                assert telling.changes(as_said(told.said), as_said(now.said)) == []

    @rule()
    def send(self) -> None:
        mail_to()
        assert mail_to() is None

    @rule(number=numbers, several=st.booleans())
    def approve(self, number, several) -> None:
        waiting = list(Release.objects.filter(state__in=["staged", "rolled-back"]).order_by("pk"))
        for release in waiting if several else waiting[number % 2 : number % 2 + 1]:
            lifecycle.approve([release], by="ada", despite_losses=True)

    @rule(number=numbers)
    def roll_back(self, number) -> None:
        shown = list(Release.objects.shown().order_by("pk"))
        if shown:
            lifecycle.rollback(shown[number % len(shown)], by="ada", despite_losses=True)

    @rule(number=numbers, words=st.sampled_from(["", "One.", "Two."]))
    def edit(self, number, words) -> None:
        if career := self._career(number):
            career.description = words
            career.save()

    @rule(number=numbers, text=st.sampled_from(["Weigh", "Polish"]))
    def add_or_change_a_task(self, number, text) -> None:
        if career := self._career(number):
            task = career.tasks.first() or Task(career=career)
            task.text = text
            task.save()

    @rule(number=numbers, status=st.sampled_from(["draft", "published"]))
    def publish_or_not(self, number, status) -> None:
        if career := self._career(number):
            career.status = status
            career.save()

    @rule(number=numbers, here=st.booleans())
    def move(self, number, here) -> None:
        if career := self._career(number):
            career.field = self.field if here else self.other_field
            career.save()

    @rule(number=numbers)
    def delete(self, number) -> None:
        if number == 0 and (career := self._career(number)):
            career.delete()

    @rule(number=numbers)
    def hold(self, number) -> None:
        pay = Pay.objects.order_by("pk")[number]
        pay.held = not pay.held
        pay.save()


def mail_is_due() -> bool:
    """Whether a digest that is sent now goes to the follower."""
    noting.note_changed()
    return any(
        digests.news_of(subscription.topics.select_related("field"), timezone.now())
        for subscription in digests.recipients(Mailing(kind="digest", data={"how_often": "daily"}))
    )


@pytest.mark.django_db
def test_after_any_changes_and_mails_what_was_told_last_is_what_pages_say_or_a_mail_is_due():
    options = settings(
        max_examples=3,
        stateful_step_count=8,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Site, settings=options)
