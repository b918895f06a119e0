import pytest

from careerinfo.demo import DemoError, load
from careers.models import Career
from signups.models import Question

from ..factories import make_field


def test_it_is_only_loaded_into_an_empty_database(db):
    make_field()
    with pytest.raises(DemoError, match="holds content already"):
        load()
    assert not Career.objects.exists()


def test_every_answer_says_that_no_real_person_gave_it(demo, visitor, text_of):
    page = visitor.get("/questions/")
    entries = page.content.decode().split('<article class="entry"')[1:]
    assert len(entries) == Question.objects.published().count()
    assert all("Sample, not a real person" in entry for entry in entries)
    for question in Question.objects.published().with_answers():
        text = text_of(visitor.get(question.get_absolute_url()))
        assert "This is a sample that came with the site." in text
        assert text.count("Sample, not a real person") == len(question.answers.all())


def test_no_page_calls_samples_real(demo, visitor, text_of):
    for page in ("/", "/questions/", "/careers/medical-coding/", "/careers/medical-coding/questions/"):
        text = text_of(visitor.get(page))
        assert "ample questions and answers" in text or "Sample answers" in text
        assert "real questions" not in text.lower()
        assert "expert answers" not in text.replace("New expert answers", "").lower()


def test_its_sources_and_what_answers_rest_on_are_shown(demo, visitor):
    question = Question.objects.get(text__startswith="Should I get a two-year")
    page = visitor.get(question.get_absolute_url()).content.decode()
    assert 'href="https://www.bls.gov/ooh/healthcare/registered-nurses.htm"' in page
    assert 'href="/careers/registered-nurse/#education"' in page
