"""Which careers fit: as an independent calculation finds, and as "more like this" and "not this" ask."""

import random
from statistics import correlation

import pytest

from careers.browse import listing
from careers.models import Career, OnetProfile, Release
from careers.quiz.answers import sheet_in
from careers.quiz.interests import INTERESTS, LETTERS
from careers.quiz.matching import matches, scored_careers, shape_of, wanted

from ...factories import make_career, make_onet_profile, onet_data
from .sheets import ADDRESS, answers_of, titles_in

pytestmark = pytest.mark.django_db


def with_scores(title: str, *scores: float, **values) -> Career:
    """A published career with these six scores, in the order RIASEC."""
    career = make_career(title=title, onet_code=f"11-{Career.objects.count() + 1:04}.00", **values)
    names = [interest.name for interest in INTERESTS.values()]
    interests = sorted(([name, score] for name, score in zip(names, scores, strict=True)), key=lambda one: -one[1])
    make_onet_profile(code=career.onet_code, data=onet_data(interests=interests))
    return career


def fitting(scores: dict[str, float], liked=(), refused=()) -> list[str]:
    careers = [career for career in scored_careers() if career.title not in refused]
    by_title = {career.title: career for career in scored_careers()}
    shape = wanted(scores, [by_title[title] for title in liked], [by_title[title] for title in refused])
    return [match.career.title for match in matches(shape, careers)]


# As O*NET names and orders the interests, and as the quiz says that answers count: written again on purpose.
ONET_INTERESTS = ["Realistic", "Investigative", "Artistic", "Social", "Enterprising", "Conventional"]
COUNTED = {"like": 2, "unsure": 1, "dislike": 0}


def published_scores() -> dict[str, list[float]]:
    """By title, straight from what the release's profiles hold."""
    profiles = {profile.code: dict(profile.data["interests"]) for profile in OnetProfile.objects.all()}
    return {
        career.title: [profiles[career.onet_code][name] for name in ONET_INTERESTS] for career in Career.objects.all()
    }


def test_the_match_is_the_correlation_of_the_answers_with_the_careers_scores(demo):
    chance, published = random.Random(2026), published_scores()
    assert len(published) == 21
    for _ in range(50):
        answers = {f"{letter}{number}": chance.choice(list(COUNTED)) for letter in "RIASEC" for number in range(1, 6)}
        points = [sum(COUNTED[answers[f"{letter}{number}"]] for number in range(1, 6)) for letter in "RIASEC"]
        own = {title: correlation(points, scores) for title, scores in published.items()}
        found = matches(wanted(sheet_in(answers).scores, [], []), scored_careers())
        assert {match.career.title for match in found} == {title for title, fit in own.items() if fit > 1e-9}
        assert [match.fit for match in found] == pytest.approx([own[match.career.title] for match in found])
        assert [match.fit for match in found] == sorted((match.fit for match in found), reverse=True)


def test_the_page_lists_careers_in_the_order_of_that_correlation(visitor, demo):
    answers = answers_of(S=90, I=70, R=30, C=40)
    own = {title: correlation([3, 7, 0, 9, 0, 4], scores) for title, scores in published_scores().items()}
    assert titles_in(visitor.post(ADDRESS, answers)) == sorted(own, key=lambda title: -own[title])[:12]


def test_what_is_published_and_has_six_scores_is_compared():
    with_scores("Baker", 6, 2, 3, 4, 2, 5)
    with_scores("Draft", 6, 2, 3, 4, 2, 5, status="draft")
    with_scores("Flat", 4, 4, 4, 4, 4, 4)
    lacking = make_career(title="Lacking", onet_code="51-1111.00")
    make_onet_profile(code=lacking.onet_code, data=onet_data(interests=[["Social", 5.0]]))
    make_career(title="Unknown")
    assert [career.title for career in scored_careers()] == ["Baker"]


def test_the_scores_are_those_of_the_live_release(django_assert_num_queries):
    career = with_scores("Baker", 6, 2.25, 3, 4, 2, 5)
    with django_assert_num_queries(1):
        [found] = scored_careers()
    assert (found.slug, found.scores) == (career.slug, (6, 2.25, 3, 4, 2, 5))
    Release.objects.update(state="rolled-back")
    listing.refresh()
    assert scored_careers() == []


def test_careers_that_fit_alike_stand_by_title():
    for title in ("Cutter", "Aligner", "Binder"):
        with_scores(title, 6, 2, 1, 2, 3, 4)
    with_scores("Nurse", 1, 4, 2, 6, 2, 3)
    assert fitting(dict(zip(LETTERS, (100, 20, 0, 20, 40, 60), strict=True))) == ["Aligner", "Binder", "Cutter"]


@pytest.fixture
def four():
    with_scores("Welder", 7, 2, 1, 1, 2, 4)
    with_scores("Mechanic", 7, 3, 1, 1, 2, 4)
    with_scores("Nurse", 4, 5, 1, 6, 2, 4)
    with_scores("Clerk", 2, 2, 1, 3, 3, 7)
    return {"R": 80, "I": 50, "A": 0, "S": 60, "E": 20, "C": 50}


def test_not_this_removes_it_and_moves_what_is_like_it_down(four):
    before = {match.career.title: match.fit for match in matches(wanted(four, [], []), scored_careers())}
    welder = next(career for career in scored_careers() if career.title == "Welder")
    after = {match.career.title: match.fit for match in matches(wanted(four, [], [welder]), scored_careers())}
    assert "Welder" not in fitting(four, refused=["Welder"])
    assert after["Mechanic"] < before["Mechanic"]
    assert after["Nurse"] > before["Nurse"]


def test_more_like_this_moves_what_is_like_it_up(four):
    clerk = next(career for career in scored_careers() if career.title == "Clerk")
    before = {match.career.title: match.fit for match in matches(wanted(four, [], []), scored_careers())}
    after = {match.career.title: match.fit for match in matches(wanted(four, [clerk], []), scored_careers())}
    assert after["Clerk"] > before["Clerk"]
    assert fitting(four, liked=["Clerk"]).index("Clerk") < fitting(four).index("Clerk")


def test_however_much_is_refused_the_answers_still_count_most(four):
    careers = scored_careers()
    shape = wanted(four, [], 30 * [career for career in careers if career.title in ("Welder", "Mechanic")])
    assert sum(one * other for one, other in zip(shape, shape_of(list(four.values())), strict=True)) > 0.5


@pytest.mark.parametrize("scores", [dict.fromkeys(LETTERS, 0.0), dict.fromkeys(LETTERS, 100.0), {"R": 100.0}, {}])
def test_answers_that_tell_nothing_match_nothing(four, scores):
    assert wanted(scores, [], []) == ()
    assert matches((), scored_careers()) == []
