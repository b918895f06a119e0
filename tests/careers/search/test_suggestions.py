"""What is proposed while somebody types."""

import pytest

from careers import denormalized
from careers.search import suggest

from ...factories import make_career
from ..figured import make_figured
from .searching import also


class TestSuggestions:
    @pytest.mark.parametrize("typed", ["", " ", "m", "-", "’", "é"])
    def test_there_are_none_below_two_letters(self, careers, typed):
        assert suggest(typed) == []

    @pytest.mark.parametrize(
        ("typed", "title"),
        [
            ("me", "Medical Records Specialists"),
            ("medical rec", "Medical Records Specialists"),
            ("bill", "Medical Records Specialists"),
            ("registered nurses", "Registered Nurses"),
            ("regis", "Registered Nurses"),
            ("nurse pr", "Nurse Practitioners"),
            ("x-ra", "Radiologic Technologists and Technicians"),
            ("xr", "Radiologic Technologists and Technicians"),
            ("emergency nur", "Registered Nurses"),
            ("POLICE", "Police and Sheriff's Patrol Officers"),
        ],
    )
    def test_they_are_what_the_typed_letters_begin(self, careers, typed, title):
        assert [one.title for one in suggest(typed)][:1] == [title]

    def test_they_say_the_title_that_begins_so(self, careers):
        assert suggest("bill")[0].matched == "Billing Coder"
        assert suggest("medical r")[0].matched == ""

    def test_own_titles_and_larger_occupations_come_first(self, db):
        make_figured("Nurse Anesthetist", growth=1, jobs=50_000)
        make_figured("Acute Care Nurse", growth=1, jobs=3_000_000, onet_code="29-1141.01")
        also(make_figured("Childcare Worker", growth=1, jobs=900_000), "Nursemaid")
        make_figured("Registered Nurse", growth=1, jobs=3_000_000, onet_code="29-1141.00")
        titles = ["Registered Nurse", "Acute Care Nurse", "Nurse Anesthetist", "Childcare Worker"]
        assert [one.title for one in suggest("nurs")] == titles

    def test_a_career_is_suggested_once_and_eight_at_most(self, db):
        for number in range(12):
            also(make_career(title=f"Widget Maker {number:02}"), "Widget Hand", "Widget Mate")
        titles = [one.title for one in suggest("widget")]
        assert len(titles) == len(set(titles)) == 8

    def test_what_staff_say_is_meant_comes_before_what_only_begins_so(self, careers):
        also(make_career(title="Copy Clerks"), "Copyist", "Copper Polisher")
        assert [one.title for one in suggest("cop")][:2] == ["Police and Sheriff's Patrol Officers", "Copy Clerks"]

    def test_slips_are_forgiven_where_nothing_begins_so(self, careers):
        assert [one.title for one in suggest("medcal coder")] == ["Medical Records Specialists"]

    def test_the_more_titles_begin_so_the_likelier_a_career_is_meant(self, db):
        also(make_figured("Nurse", growth=1, jobs=300_000), "X-Ray Nurse")
        radiographer = make_figured("Radiologic Technologist", growth=1, jobs=200_000)
        also(radiographer, "X-Ray Technician", "X-Ray Aide", "X-Ray Operator")
        assert [one.title for one in suggest("x-ray")] == ["Radiologic Technologist", "Nurse"]

    def test_the_titles_of_large_careers_come_first_wherever_they_hold_the_words(self, db):
        with denormalized.together():
            for number in range(260):
                also(make_career(title=f"Kind {number:03}"), "Teach Hand")
        also(make_figured("Elementary School Teachers, Except Special Education", growth=1, jobs=1_400_000), "Teacher")
        make_figured("Teaching Assistants", growth=1, jobs=200_000)
        titles = [one.title for one in suggest("teach")]
        assert "Elementary School Teachers, Except Special Education" in titles[:2]
