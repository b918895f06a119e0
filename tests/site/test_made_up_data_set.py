"""An app adds a data set by one record and one importer: careers stages, reviews, tells and prunes it."""

from dataclasses import dataclass, replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from careers import database_rules
from careers.importers.publishers import release_values
from careers.importers.recogniser import RecognisedRelease, Recogniser
from careers.importers.staging import Builder, Stager, builds
from careers.models import CareerChange, Relation, Release
from careers.models.data_sets import DataSet, data_set, register
from careers.models.usual_sizes import Usual
from careers.releases import coverage, diff, lifecycle
from careers.releases.change_lines import Lines
from schools.models import School

from ..factories import make_career, make_release


@dataclass
class Line:
    name: str
    city: str


def judge(figure: str, old: str, new: str) -> str:
    return "moved out of Athens" if (figure, old) == ("city", "Athens") else ""


def school_of(career, predecessors=()) -> dict[str, Relation]:
    return {f"School of {career.title}": Relation.DETAILED}


WORKSHOPS = DataSet(
    name="workshops",
    label="Workshops (made up)",
    model="schools.School",
    importer=f"{__name__}.WorkshopRecogniser",
    title="Workshops, edition {label}",
    publisher="Office of Workshops",
    url="https://workshops.example/",
    months_to_next=12,
    key=("name",),
    names=("name",),
    figures={"city": "Town"},
    judge=judge,
    subjects="workshops",
    usual=(Usual("workshops", 2, column="name"),),
    codes=school_of,
    lines=Lines("Training in {period}"),
    only_live=True,
    pruned=True,
)


@builds("workshops")
class WorkshopBuilder(Builder):
    def build(self, row: Line) -> School:
        return School(release=self.release, name=row.name, city=row.city, state="OH")


@pytest.fixture(autouse=True)
def career(db):
    register(WORKSHOPS)
    database_rules.keep()
    return make_career(title="Testers", slug="testers")


def stage(year: int, **towns: str) -> Release:
    values = release_values("workshops", str(year), f"E{year}")
    release = make_release("workshops", **values, period=str(year), as_of=date(year, 12, 31), state="staged")
    Stager(release).write([Line(f"School of {name}", town) for name, town in towns.items()])
    return release


class WorkshopRecogniser(Recogniser):
    """Of a text whose first line is "workshop", "town" and the year."""

    def recognises(self, book) -> bool:
        return book.text and book.head()[0][:2] == ["workshop", "town"]

    def release_in(self, book) -> RecognisedRelease:
        year = int(book.head()[0][2])

        def rows():
            for _, (name, city, *_) in list(book.rows(""))[1:]:
                yield Line(name, city)

        return RecognisedRelease("workshops", str(year), date(year, 12, 31), rows, [book.file], [], label=f"E{year}")


def log() -> list[str]:
    return list(CareerChange.objects.order_by("pk").values_list("text", flat=True))


def test_a_release_says_of_itself_what_the_record_says():
    release = stage(2023, Testers="Athens")
    assert (str(release), release.publisher) == ("Workshops, edition E2023, 2023", "Office of Workshops")
    assert release.next_due == date(2024, 12, 1)
    assert release.get_data_set_display() == "Workshops (made up)"
    release.full_clean()


def test_its_files_are_imported_as_any_others(tmp_path, capsys):
    file = tmp_path / "workshops.txt"
    file.write_text("workshop\ttown\t2024\nSchool of Testers\tLima\nSchool of Bakers\tDayton\n")
    call_command("import_data", file, approve=True)
    release = Release.objects.get()
    assert (str(release), release.state, release.rows_loaded) == ("Workshops, edition E2024, 2024", "live", 2)
    assert set(School.objects.values_list("name", "city", "release")) == {
        ("School of Testers", "Lima", release.pk),
        ("School of Bakers", "Dayton", release.pk),
    }
    assert log() == ["Training in 2024 was added."]
    call_command("import_data", file)
    assert Release.objects.count() == 1


def test_it_is_compared_by_its_own_key_figures_and_judge():
    lifecycle.approve([stage(2023, Testers="Athens", Bakers="Dayton")], by="editor", despite_losses=True)
    compared = diff.diff_of(stage(2024, Testers="Lima", Cooks="Dayton"))
    assert compared.added == [diff.Named("School of Cooks", "School of Cooks")]
    assert compared.gone == [diff.Named("School of Bakers", "School of Bakers")]
    [change] = compared.outliers
    assert (change.old_text, change.new_text, change.outlier) == ("Athens", "Lima", "moved out of Athens")
    assert compared.without_career == [diff.Named("School of Cooks", "School of Cooks")]


def test_what_it_lacks_is_told_in_its_own_words():
    lifecycle.approve([stage(2023, Testers="Athens", Bakers="Dayton")], by="editor")
    missing = coverage.missing_if_shown(stage(2024, Testers="Lima"))
    assert "has nothing for 1 of the 2 workshops that release" in missing
    assert "only 1 of about 2 workshops" in missing


def test_it_is_approved_told_rolled_back_and_pruned(career):
    first, second = stage(2023, Testers="Athens", Bakers="Dayton"), stage(2024, Testers="Lima", Bakers="Dayton")
    lifecycle.approve([first], by="editor")
    lifecycle.approve([second], by="editor")
    assert log() == ["Training in 2023 was added.", "Training in 2024 was added."]
    assert lifecycle.rollback(second, by="editor").live == first
    assert log()[2:] == ["Training in 2024 was withdrawn. The page shows 2023 again."]
    lifecycle.approve([second], by="editor")
    assert [release.pk for release in lifecycle.prune(keep=1)] == [first.pk]
    assert set(School.objects.values_list("release", flat=True)) == {second.pk}


def test_a_rejected_one_leaves_no_row():
    lifecycle.reject(stage(2023, Testers="Athens"), by="editor")
    assert not School.objects.exists()


def test_staff_see_review_and_approve_it(editor, decide, text_of):
    release = stage(2023, Testers="Athens", Bakers="Dayton")
    releases = reverse("admin:careers_release_changelist")
    assert "Workshops (made up)" in text_of(editor.get(releases))
    assert "Workshops, edition E2023" in text_of(editor.get(releases, {"data_set__exact": "workshops"}))
    assert "Workshops, edition E2023" not in text_of(editor.get(releases, {"data_set__exact": "onet"}))
    review = text_of(editor.get(reverse("admin:careers_release_review", args=[release.pk])))
    assert "Workshops (made up), 2023" in review
    assert "Rows 2" in review
    assert "Approved." in decide(release, "approve")
    assert "Workshops (made up)" in text_of(editor.get("/sources/"))


def test_the_command_line_lists_and_describes_it(capsys):
    release = stage(2023, Testers="Athens", Bakers="Dayton")
    call_command("releases")
    call_command("releases", release.pk)
    output = capsys.readouterr().out
    assert "Workshops (made up)" in output
    assert "Release" in output
    assert "2 rows" in output


def test_the_database_keeps_its_rows_to_its_releases():
    with pytest.raises(IntegrityError), transaction.atomic():
        School.objects.create(release=make_release(), name="School of Testers", city="Athens", state="OH")


def test_the_database_learns_of_a_second_data_set_with_the_same_rows():
    register(replace(WORKSHOPS, name="evening-classes"))
    database_rules.keep()
    for name in ("workshops", "evening-classes"):
        School.objects.create(release=make_release(name), name=f"School of {name}", city="Athens", state="OH")
    with pytest.raises(IntegrityError), transaction.atomic():
        School.objects.create(release=make_release(), name="School of Testers", city="Athens", state="OH")


def test_staff_may_give_figures_of_their_own_where_the_record_says_so():
    own = make_release("workshops", period="2023", origin="own", state="staged", note="Found by hand.")
    with pytest.raises(ValidationError, match="This site's own figures can be: Pay, national"):
        own.full_clean()


def test_a_data_set_that_nobody_registers_is_refused_and_can_be_looked_at(editor):
    release = make_release("forgotten", state="staged")
    with pytest.raises(ValidationError, match="not a valid choice"):
        release.full_clean()
    assert data_set("forgotten").label == "forgotten"
    assert editor.get(reverse("admin:careers_release_changelist")).status_code == 200
    assert editor.get("/sources/").status_code == 200
