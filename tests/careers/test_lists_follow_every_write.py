"""Whatever was done to careers, figures and releases, in any order: lists and search are what a fresh start derives."""

from contextlib import contextmanager
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from careers import denormalized
from careers.browse import listing
from careers.models import (
    Career,
    CareerCredential,
    CareerListing,
    Credential,
    IndexedCareer,
    Occupation,
    OnetProfile,
    Organization,
    Outlook,
    Pay,
    Release,
    SearchEdition,
    SearchPassage,
    SearchWeight,
    SearchWord,
    Skill,
    Task,
    Title,
)
from careers.releases import lifecycle
from careers.search import index
from careers.search.documents import documents

from ..factories import (
    make_career,
    make_field,
    make_occupation,
    make_release,
    onet_data,
)
from .search.searching import live_index

# One of its own, its broad group, one that the publisher combines with others, that combination, one that releases
# lack, and spare ones.
CODES = ["29-2072", "29-2070", "51-2022", "51-2028", "11-1011", "29-2071", "29-2079"]
ONET_CODES = ["29-2072.00", "29-2072.01", "51-2022.00", "29-2071.00", None]
WORDS = ["Weigher", "Polisher", "Stargazer", "Beekeeper", "Juggler"]
YEARS = [2022, 2023, 2024]
DATA_SETS = {"oews-national": Pay, "projections": Outlook, "onet": OnetProfile}
STATES = ["staged", "live", "superseded", "rolled-back"]

numbers = st.integers(0, 11)
codes, onet_codes, words = st.sampled_from(CODES), st.sampled_from(ONET_CODES), st.sampled_from(WORDS)
years, data_sets, figures = st.sampled_from(YEARS), st.sampled_from(list(DATA_SETS)), st.sampled_from([Pay, Outlook])
parts = st.sampled_from([Task, Title, Skill, CareerCredential])


class Nothing(Exception):
    """There is nothing yet to do this to."""


def one_of(rows, number: int):
    found = list(rows.order_by("pk"))
    if not found:
        raise Nothing
    return found[number % len(found)]


@contextmanager
def refusals():
    """What the site refuses changes nothing."""
    try:
        with transaction.atomic():
            yield
    except (Nothing, lifecycle.ReleaseError):
        pass
    except IntegrityError as error:
        if "unique" not in str(error).lower():
            raise


def value_of(model, number: int) -> dict:
    return {"annual_median": 40_000 + number} if model is Pay else {"openings": number}


def row_of(model, release: Release, code: str, number: int):
    """A row that is not stored yet."""
    if model is OnetProfile:
        data = onet_data(tasks=[[f"Handle {WORDS[number % 5]}s", "Core"]], skills=[[f"Skill {number}", 4.0, ""]])
        return OnetProfile(release=release, code=f"{code}.00", title="Makers", job_zone=number % 5 + 1, data=data)
    years = {"base_year": 2024, "projected_year": 2034, "base_employment": 100, "projected_employment": 100 + number}
    values = {**(years if model is Outlook else {}), **value_of(model, number)}
    return model(release=release, occupation=Occupation.objects.get_or_create(code=code)[0], **values)


def rows_of_careers() -> list[dict]:
    return list(CareerListing.objects.order_by("pk").values())


class Site(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()
        self.field = make_field()
        with denormalized.together():
            occupations = [make_occupation(code=code) for code in CODES[:5]]
            occupations[4].predecessors.add(occupations[2])
            organization = Organization.objects.create(name="Board")
            for word, occupation, onet_code in zip(WORDS, occupations, ONET_CODES, strict=True):
                career = make_career(title=f"{word}s", field=self.field, occupation=occupation, onet_code=onet_code)
                credential = Credential.objects.create(name=f"Licensed {word}", organization=organization)
                CareerCredential.objects.create(career=career, credential=credential)
                Task.objects.create(career=career, text=f"Help a {word}")
                Title.objects.create(career=career, name=f"Chief {word}")
                Skill.objects.create(career=career, name=f"Patience of a {word}")
        for data_set in DATA_SETS:
            for year, state in (YEARS[0], "superseded"), (YEARS[1], "live"), (YEARS[2], "staged"):
                self._release(data_set, year, CODES[:3] if state == "live" else CODES[1:4], 1, state=state)
        denormalized.refresh_all()

    def _release(self, data_set: str, year: int, codes: list[str], number: int, **values) -> Release:
        release = make_release(data_set, period=f"May {year}", as_of=date(year, 5, 1), **values)
        model = DATA_SETS[data_set]
        rows = [row_of(model, release, code, number + place) for place, code in enumerate(codes)]
        if model is not OnetProfile:
            rows[-1].held = bool(number % 2)
        model.objects.bulk_create(rows)
        return release

    def teardown(self) -> None:
        try:
            kept = live_index()
            for model in (SearchEdition, IndexedCareer, SearchPassage, SearchWeight, SearchWord):
                model.objects.all().delete()
            index.refresh()
            assert kept == live_index()
        finally:
            transaction.set_rollback(True)
            self.example.__exit__(None, None, None)

    @invariant()
    def lists_are_what_a_fresh_start_derives(self) -> None:
        kept = rows_of_careers()
        with transaction.atomic():
            CareerListing.objects.all().delete()
            listing.refresh()
            assert kept == rows_of_careers()
            transaction.set_rollback(True)

    @invariant()
    def search_has_what_careers_say(self) -> None:
        published = Career.objects.published().values_list("pk", flat=True)
        said = {document.career_id: document.digest for document in documents(list(published))}
        assert dict(IndexedCareer.objects.values_list("career_id", "digest")) == said

    @rule(code=codes, onet_code=onet_codes, word=words, status=st.sampled_from(["draft", "published"]))
    def add_a_career(self, code, onet_code, word, status) -> None:
        with refusals():
            occupation = Occupation.objects.filter(code=code).first()
            make_career(title=word, field=self.field, occupation=occupation, onet_code=onet_code, status=status)

    @rule(number=numbers, word=words, code=codes, onet_code=onet_codes, status=st.sampled_from(["draft", "published"]))
    def edit_a_career(self, number, word, code, onet_code, status) -> None:
        with refusals():
            career = one_of(Career.objects, number)
            career.title, career.onet_code, career.status = word, onet_code, status
            career.occupation = Occupation.objects.filter(code=code).first()
            career.save()

    @rule(number=numbers, at_once=st.booleans())
    def delete_careers(self, number, at_once) -> None:
        with refusals():
            career = one_of(Career.objects, number)
            career.delete() if not at_once else Career.objects.filter(pk__gte=career.pk).delete()

    @rule(model=parts, number=numbers, word=words)
    def add_a_part(self, model, number, word) -> None:
        with refusals():
            name = {Task: "text", CareerCredential: "credential"}.get(model, "name")
            value = one_of(Credential.objects, number) if model is CareerCredential else word
            model.objects.create(career=one_of(Career.objects, number), **{name: value})

    @rule(model=parts, number=numbers, to=numbers, word=words)
    def edit_and_move_a_part(self, model, number, to, word) -> None:
        with refusals():
            part = one_of(model.objects, number)
            part.career = one_of(Career.objects, to)
            if model is not CareerCredential:
                setattr(part, "text" if model is Task else "name", word)
            part.save()

    @rule(model=st.sampled_from([Skill, Skill, Task, Title, CareerCredential]), number=numbers)
    def delete_a_part(self, model, number) -> None:
        with refusals():
            one_of(model.objects, number).delete()

    @rule(number=numbers, word=words)
    def rename_a_credential(self, number, word) -> None:
        with refusals():
            credential = one_of(Credential.objects, number)
            credential.name = f"Certified {word}"
            credential.save()

    @rule(number=numbers, code=codes)
    def correct_a_code(self, number, code) -> None:
        with refusals():
            occupation = one_of(Occupation.objects, number)
            occupation.code = code
            occupation.save()

    @rule(number=numbers, other=numbers, how=st.sampled_from(["add", "remove", "set", "clear"]), reverse=st.booleans())
    def name_predecessors(self, number, other, how, reverse) -> None:
        # Where there are figures of its own, older ones do not show.
        without, others = Occupation.objects.filter(pay_rows=None), Occupation.objects.exclude(pay_rows=None)
        if not without.exists() or not others.exists():
            return
        occupation, other = one_of(without, number), one_of(others.distinct(), other)
        if reverse:
            occupation, other = other, occupation
        relation = occupation.successors if reverse else occupation.predecessors
        arguments = {"clear": [], "set": [[other]]}.get(how, [other])
        getattr(relation, how)(*arguments)

    @rule(model=figures, year=years, code=codes, number=numbers, held=st.booleans())
    def add_own_figures(self, model, year, code, number, held) -> None:
        data_set = next(name for name, of in DATA_SETS.items() if of is model)
        with refusals():
            own = Release.objects.own().filter(data_set=data_set, as_of__year=year).first()
            release = own or make_release(data_set, period=f"{year}", as_of=date(year, 5, 1), origin="own")
            row = row_of(model, release, code, number)
            row.held = held
            row.save()

    @rule(model=figures, number=numbers, release=numbers, occupation=numbers, held=st.booleans())
    def edit_and_move_figures(self, model, number, release, occupation, held) -> None:
        with refusals():
            row = one_of(model.objects, number)
            row.release = one_of(Release.objects.filter(data_set=row.release.data_set), release)
            row.occupation, row.held = one_of(Occupation.objects, occupation), held
            for name, value in value_of(model, number).items():
                setattr(row, name, value)
            row.save()

    @rule(model=figures, number=numbers, at_once=st.booleans())
    def delete_figures(self, model, number, at_once) -> None:
        with refusals():
            row = one_of(model.objects, number)
            row.delete() if not at_once else model.objects.filter(release=row.release).delete()

    @rule(number=numbers, to=numbers, code=codes)
    def edit_and_move_text(self, number, to, code) -> None:
        with refusals():
            profile = one_of(OnetProfile.objects, number)
            profile.release = one_of(Release.objects.filter(data_set="onet"), to)
            profile.code, profile.data = f"{code}.00", onet_data(alternate_titles=[WORDS[to % 5]])
            profile.save()

    @rule(number=numbers)
    def delete_text(self, number) -> None:
        with refusals():
            one_of(OnetProfile.objects, number).delete()

    @rule(data_set=data_sets, year=years, chosen=st.sets(codes, min_size=1), number=numbers)
    def import_a_release(self, data_set, year, chosen, number) -> None:
        self._release(data_set, year, sorted(chosen), number, state="staged")

    @rule(number=numbers, several=st.booleans(), publish=st.booleans())
    def approve(self, number, several, publish) -> None:
        with refusals():
            waiting = Release.objects.filter(state__in=["staged", "rolled-back"], origin="publisher")
            chosen = list(waiting.order_by("pk")) if several else [one_of(waiting, number)]
            lifecycle.approve(chosen, by="ada", publish=publish, despite_losses=True)

    @rule(number=numbers)
    def roll_back(self, number) -> None:
        with refusals():
            lifecycle.rollback(one_of(Release.objects.shown(), number), by="ada", despite_losses=True)

    @rule(number=numbers, model=figures)
    def hold_no_longer(self, number, model) -> None:
        with refusals():
            held = one_of(model.objects.filter(held=True), number)
            lifecycle.stop_holding(held.release, [held.pk])

    @rule(number=numbers)
    def reject(self, number) -> None:
        with refusals():
            lifecycle.reject(one_of(Release.objects.filter(state="staged"), number), by="ada")

    @rule()
    def prune(self) -> None:
        lifecycle.prune(keep=1)

    @rule(number=numbers, state=st.sampled_from(STATES), year=years, origin=st.sampled_from(["publisher", "own"]))
    def edit_a_release(self, number, state, year, origin) -> None:
        with refusals():
            release = one_of(Release.objects, number)
            release.state, release.as_of = state, date(year, 6, 1)
            release.origin = origin if release.data_set != "onet" else "publisher"
            release.save()


@pytest.mark.django_db
def test_after_any_writes_lists_and_search_are_what_a_fresh_start_derives():
    # Stopped short: the machine's own steps take most of the time.
    options = settings(
        max_examples=16,
        stateful_step_count=15,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Site, settings=options)
