"""The links at the head and foot of every page."""

from collections.abc import Iterable, Iterator

from django.db import models
from django.db.models import Max

from .on_every_page import OnEveryPageQuerySet
from .own_links import link_address
from .rules import Problem, Ruled, same_name


class NavigationLink(Ruled):
    """A link to one of this site's pages, or to an address of staff's own."""

    class Place(models.TextChoices):
        HEADER = "header", "At the top"
        FOOTER = "footer", "At the bottom"

    class Page(models.TextChoices):
        """By the name of the page's address; the label is what the link says by itself."""

        CAREERS = "careers:list", "Careers"
        QUIZ = "careers:quiz", "Interest quiz"
        SCHOOLS = "schools:list", "Schools"
        ANSWERS = "signups:questions", "Answers"
        A_TO_Z = "careers:a-to-z", "All careers, A to Z"
        RANKINGS = "careers:rankings", "Rankings"
        PLAN = "careers:plan", "My career plan"
        ASK = "signups:ask", "Ask an expert"
        UPDATES = "signups:subscribe", "Email updates"
        SOURCES = "careers:sources", "Where the figures come from"
        ABOUT = "about", "About"
        PRIVACY = "privacy", "Privacy"
        ACCESSIBILITY = "accessibility", "Accessibility"
        CONTACT = "contact", "Contact"

    MOST = {Place.HEADER: 8, Place.FOOTER: 20}

    place = models.CharField("where it stands", max_length=6, choices=Place.choices, default=Place.HEADER)
    page = models.CharField(
        "page of this site",
        max_length=40,
        choices=Page.choices,
        blank=True,
        help_text="“About” and “Contact” are shown once there is something about you, or a way to reach you, in the "
        "site's words.",
    )
    address = models.CharField(
        "or an address",
        max_length=300,
        blank=True,
        help_text="Of any page of this site, such as /fields/health-care/, or one that begins with https://.",
    )
    label = models.CharField(
        "what it says", max_length=40, blank=True, help_text="Empty: the page's own name. An address needs words here."
    )
    order = models.PositiveSmallIntegerField(default=0, db_default=0, db_index=True)
    is_shown = models.BooleanField("shown", default=True, db_default=True, help_text="If not, it stays here for later.")

    objects = OnEveryPageQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = "link at the top or bottom"
        verbose_name_plural = "links at the top and bottom"

    def __str__(self) -> str:
        return self.says

    def save(self, **kwargs) -> None:
        if self._state.adding and not self.order:
            self.order = self._last_place() + 1
        super().save(**kwargs)

    @classmethod
    def _last_place(cls) -> int:
        return cls.objects.aggregate(last=Max("order"))["last"] or 0

    @classmethod
    def put_last(cls, links: Iterable["NavigationLink"]) -> None:
        for place, link in enumerate(links, cls._last_place() + 1):
            cls.objects.filter(pk=link.pk).update(order=place)

    @property
    def says(self) -> str:
        return self.label or self.get_page_display()

    def problems(self) -> Iterator[Problem]:
        if not self.page and not self.address:
            yield Problem("page", "Choose a page, or write an address below.", beside=("address",))
        elif self.page and self.address:
            yield Problem("address", "Choose a page or write an address, not both.", beside=("page",))
        elif self.address and not self.label:
            yield Problem("label", "Write what the link says.", beside=("address",))
        yield from link_address(self, "address")
        yield from self._among_others()

    def _among_others(self) -> Iterator[Problem]:
        others = NavigationLink.objects.filter(place=self.place).exclude(pk=self.pk)
        if self.page and others.filter(page=self.page).exists():
            yield Problem("page", "There is a link to this page already.", beside=("place",))
        yield from same_name(self, "label", among=others, what="Another link there")
        most = self.MOST.get(self.place)
        if self.is_shown and most and others.filter(is_shown=True).count() >= most:
            yield Problem("is_shown", f"More than {most} links there are too many: hide one first.", beside=("place",))
