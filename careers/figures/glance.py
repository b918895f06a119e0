"""What people earn, at a glance: one career of each field, on one scale."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..models import Career, Pay, Release
from .charts import ScaledStrip, strips_on_one_scale

MOST_CAREERS = 8


@dataclass(frozen=True)
class Glance:
    """A career's pay at a glance."""

    career: Career
    pay: Pay
    strip: ScaledStrip


def pay_at_a_glance() -> list[Glance]:
    """The newest annual pay of the largest career of each of the first fields, on one scale.

    The pay is the one that the career's page and the lists show, whatever a release leaves out.
    """
    published = Career.objects.published()
    careers = published.filter(pk__in=published.largest_of_fields(MOST_CAREERS))
    careers = careers.select_related("listing__pay__release").exclude(listing__pay__annual_median=None)
    careers = list(careers.order_by("-listing__pay__annual_median", "pk"))
    pays = [career.listing.pay for career in careers]
    return list(map(Glance, careers, pays, strips_on_one_scale(pays)))


def releases_at_a_glance(glance: Iterable[Glance]) -> list[Release]:
    """Where the pay of `glance` comes from, each release once."""
    return list({one.pay.release_id: one.pay.release for one in glance}.values())
