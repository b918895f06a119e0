"""After a restore staff see on one page what waits, and let mail go out again by a button."""

import pytest
from django.utils import timezone

from careers.models import Restore
from signups.mail import outbox, restored
from signups.models import Mailing, SignupRequest

from ...factories import make_subscriber
from ...site.staff_pages import staff_with
from ...site.test_desk import desk_of

pytestmark = pytest.mark.django_db
PAGE = "/admin/signups/mailing/after-restore/"
ON_THE_DESK = "1 restore keeps mail from going out"


@pytest.fixture
def restore():
    make_subscriber()
    outbox.queue_for_many("digest")
    outbox.hold(Mailing.objects.all(), because=restored.OLDER)
    SignupRequest.objects.create(email="new@example.org", topics=[])
    return Restore.objects.create(because=restored.OLDER)


def test_the_desk_leads_those_who_decide_about_mail_to_the_page(restore, text_of):
    staff = staff_with("decide_mailing")
    assert ON_THE_DESK in desk_of(staff, text_of)
    assert f'href="{PAGE}"' in staff.get("/admin/").content.decode()
    assert ON_THE_DESK not in desk_of(staff_with("change_career"), text_of)
    assert staff_with("view_mailing").get(PAGE).status_code == 403


def test_the_list_of_mailings_says_so_and_leads_those_who_decide_to_the_page(restore, text_of):
    address = "/admin/signups/mailing/"
    said = staff_with("decide_mailing").get(address)
    assert "The database was put back from a copy, so no mail goes out." in text_of(said)
    assert f'href="{PAGE}"' in said.content.decode()
    said = staff_with("view_mailing").get(address)
    assert "so no mail goes out." in text_of(said)
    assert PAGE not in said.content.decode()
    Restore.objects.update(allowed_at=timezone.now())
    assert "put back" not in text_of(staff_with("decide_mailing").get(address))


def test_the_page_says_what_waits_and_changes_nothing(restore, text_of):
    said = text_of(staff_with("decide_mailing").get(PAGE))
    assert "The database was put back to an earlier state. That was noticed on" in said
    assert "1 mailing is held, which may have been sent before." in said
    assert "The button sends mail to 1 visitor who sent a form." in said
    assert restored.is_waiting()


def test_the_button_lets_mail_go_and_what_is_held_stays_held(restore, text_of):
    staff = staff_with("decide_mailing")
    said = text_of(staff.post(PAGE, follow=True))
    assert "Mail goes out again. What was held stays held until you send or cancel it here." in said
    restore.refresh_from_db()
    assert restore.allowed_by is not None
    assert restore.allowed_at <= timezone.now()
    assert not restored.stops_mail()
    assert Mailing.objects.get().state == "held"
    assert ON_THE_DESK not in desk_of(staff, text_of)
    assert "No mail is held back because of a restore." in text_of(staff.post(PAGE, follow=True))
