from collections.abc import Iterator, Sequence
from functools import lru_cache

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Lower
from django.urls import reverse

from .beside_release import BesideRelease
from .career_codes import problems_of_codes
from .credential import Credential
from .field import Field
from .figures import Pay
from .occupation import Occupation, Relation, counts_others
from .old_address import Addressed
from .publication import Publishable, is_public
from .release import CITED, Release
from .review import Reviewed, is_due
from .rules import Problem, Ruled, day_not_far, day_that_was, page_address, same_name, web_address, words_of_addresses

# What lists show of each career: a list of columns nobody reads takes longer to fetch than to show.
LISTED = [
    *("title", "slug", "field", "summary", "onet_code", "figures_are_wider", "occupation__code", "occupation__title"),
    *(
        f"listing__{column}"
        for column in ("pay", "outlook", "profile", "annual_median", "growth", "openings", "in_demand")
    ),
    *(f"listing__pay__{column}" for column in ("release", "occupation", "top_coded", *Pay.pay_columns())),
    *(
        f"listing__outlook__{column}"
        for column in (
            *("release", "occupation", "base_employment", "projected_employment", "openings", "stated_growth"),
            *("entry_education", "work_experience", "training"),
        )
    ),
    *(f"listing__{row}__occupation__{column}" for row in ("pay", "outlook") for column in ("code", "title")),
    *(f"listing__profile__{column}" for column in ("release", "title", "summary")),
    *(f"listing__{row}__release__{column}" for row in ("pay", "outlook", "profile") for column in CITED),
]
MARKDOWN_HELP = "Markdown: blank line for a new paragraph, - for a list, **bold**, [text](https://address)."


@lru_cache(maxsize=4096)
def _page_of(slug: str) -> str:
    # Django makes an address anew each time, and a list has dozens of them.
    return reverse("careers:profile", args=[slug])


class CareerQuerySet(models.QuerySet):
    def published(self):
        """What visitors may see, on pages, in the search, the sitemap and feeds."""
        return self.filter(is_public())

    def due_for_review(self):
        """Published ones whose day has come, and that nobody has reviewed since."""
        return self.published().filter(is_due())

    def largest_of_fields(self, most: int) -> list[int]:
        """Ids of the career with the most jobs of each of the first `most` fields.

        Of those whose newest annual pay is of their own occupation; jobs as publishers counted them last.
        """
        counted = Pay.objects.shown().filter(release__origin=Release.Origin.PUBLISHER, employment__isnull=False)
        counted = counted.filter(occupation=OuterRef("occupation")).order_by("-release__as_of", "pk")
        # The site's own figures seldom count jobs; only for these is it asked what a publisher counted.
        theirs = When(listing__pay__release__origin=Release.Origin.PUBLISHER, then=F("listing__pay__employment"))
        # Of careers that share a SOC code its pay is nobody's alone, but for the one that the O*NET code calls so.
        alone = Q(figures_are_wider=False) & (Q(onet_code=None) | Q(onet_code__endswith=".00"))
        careers = self.filter(
            alone, listing__pay__occupation=F("occupation"), listing__pay__annual_median__isnull=False
        )
        careers = careers.annotate(jobs=Case(theirs, default=Subquery(counted.values("employment")[:1])))
        largest: dict[int, int] = {}
        ordered = careers.order_by("field__order", "field__title", F("jobs").desc(nulls_last=True), "pk")
        for field, career, jobs in ordered.values_list("field", "pk", "jobs"):
            if jobs is not None:
                largest.setdefault(field, career)
        return list(largest.values())[:most]

    def in_order_of(self, ids: Sequence[int]) -> list["Career"]:
        """The careers with these `ids`, in their order. One that went since the ids were found is left out. 1 query."""
        by_pk = self.in_bulk(ids)
        return [by_pk[pk] for pk in ids if pk in by_pk]

    def with_listing(self, *columns: str):
        """With what lists show of each career: its newest figures and its release's summary; and these `columns`."""
        rows = ("listing__pay", "listing__outlook", "listing__profile")
        joined = [f"{row}__release" for row in rows] + [f"{row}__occupation" for row in rows[:2]]
        return self.select_related("occupation", *joined).only(*LISTED, *columns)


class Career(Addressed, Reviewed, BesideRelease, Ruled, Publishable):
    class Status(models.TextChoices):
        DRAFT = "draft", "Draft: only staff see it"
        PUBLISHED = "published", "Published"
        WITHDRAWN = "withdrawn", "Withdrawn: the release that has its text is not shown"

    title = models.CharField(max_length=120, unique=True, help_text="What a student would look for.")
    slug = models.SlugField(
        "page address",
        max_length=120,
        unique=True,
        help_text="The last part of the page's address. When it changes, the old address leads to the new one.",
    )
    field = models.ForeignKey(Field, on_delete=models.PROTECT, related_name="careers", verbose_name="field of work")
    workers = models.CharField(
        max_length=120,
        blank=True,
        help_text='What people in this career are called, in the plural and lower case: "medical coders". Empty: '
        "the page says “people in this career”.",
    )
    summary = models.CharField(
        max_length=200,
        blank=True,
        help_text="One sentence: what the work is. Shown under the title and in lists and searches. Empty: the first "
        "sentence that O*NET has.",
    )
    occupation = models.ForeignKey(
        Occupation,
        on_delete=models.PROTECT,
        related_name="careers",
        null=True,
        blank=True,
        verbose_name="SOC occupation",
        help_text="Pay and outlook come from the releases by this code.",
    )
    onet_code = models.CharField(
        "O*NET-SOC code",
        max_length=10,
        unique=True,
        null=True,
        blank=True,
        validators=[RegexValidator(r"^\d\d-\d{4}\.\d\d$", "Write the O*NET-SOC code as 29-2072.00.")],
    )
    description = models.TextField("career description", blank=True, help_text=MARKDOWN_HELP)
    education = models.TextField("education and training", blank=True, help_text=MARKDOWN_HELP)
    licensure = models.TextField("licensure and certification", blank=True, help_text=MARKDOWN_HELP)
    outlook = models.TextField(
        "what drives the outlook", blank=True, help_text=f"Why demand rises or falls. {MARKDOWN_HELP}"
    )
    related = models.ManyToManyField(
        "self", blank=True, symmetrical=False, related_name="related_from", verbose_name="related careers"
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    added_by = models.ForeignKey(
        Release,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="added_careers",
        db_column="brought_by_id",
        help_text="The O*NET release that this career came with, while it is kept.",
    )
    # By itself, for the release may be pruned: the career's page must still go and come back with its text.
    from_onet = models.BooleanField(
        "added by an O*NET release",
        db_column="brought",
        default=False,
        db_default=False,
        editable=False,
        help_text="An O*NET release made this career; else editors did.",
    )
    # The release's title that the career's first one was made from.
    imported_title = models.CharField(max_length=160, blank=True, default="", db_default="", editable=False)
    reviewed_on = models.DateField(
        "text last reviewed",
        null=True,
        blank=True,
        help_text="The day somebody last checked the text; shown on the page.",
    )
    updated_at = models.DateTimeField("last changed", auto_now=True)

    objects = CareerQuerySet.as_manager()
    old_address_of = "career"

    class Meta:
        ordering = [Lower("title")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_at__isnull=False),
                name="career_published_has_a_day",
                violation_error_message="A published career has a day on which it was first published.",
            )
        ]
        permissions = [
            ("publish_career", "Can publish and unpublish careers"),
            ("preview_career", "Can preview careers that visitors do not see"),
        ]

    def __str__(self) -> str:
        return self.title

    def problems(self) -> Iterator[Problem]:
        yield from same_name(self, "title", what="Another career")
        yield from page_address(self, what="Another career", taken=words_of_addresses())
        yield from day_that_was(self, "reviewed_on")
        yield from day_not_far(self, "review_due_on")
        yield from problems_of_codes(self)

    def get_absolute_url(self) -> str:
        return _page_of(self.slug)

    @property
    def was_public(self) -> bool:
        return self.published_at is not None

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED

    @property
    def lead(self) -> str:
        """What the work is, in one sentence: the editors', else the release's (see `with_listing`)."""
        if self.summary:
            return self.summary
        listing = getattr(self, "listing", None)
        return listing.profile.summary if listing and listing.profile else ""

    @property
    def soc_code(self) -> str | None:
        return self.occupation.code if self.occupation else None

    def is_broad(self, occupation: Occupation) -> bool:
        """Whether figures of `occupation` count others too: of a wider group, or of all that share a SOC code."""
        if self.occupation is None or occupation.pk != self.occupation_id:
            return self.occupation is not None and occupation.code in self.occupation.broader_codes
        return counts_others(self)

    def relation_to(self, occupation: Occupation) -> Relation:
        """What `occupation`, whose figures are shown for this career, is to it."""
        if self.is_broad(occupation):
            return Relation.BROAD
        return Relation.DETAILED if occupation.pk == self.occupation_id else Relation.PREDECESSOR

    @property
    def people(self) -> str:
        """What people in this career are called within a sentence."""
        return self.workers or "people in this career"


class Ordered(Ruled):
    """A row of a list on the career's page, in the editor's order."""

    career = models.ForeignKey(Career, on_delete=models.CASCADE, related_name="%(class)ss")
    order = models.PositiveSmallIntegerField(default=0, db_index=True)

    # The career that the row was read with: where it moves to another, both change.
    stored_career_id: int | None = None

    class Meta:
        abstract = True
        ordering = ["order", "pk"]

    @classmethod
    def from_db(cls, db: str, field_names: list[str], values: list):
        row = super().from_db(db, field_names, values)
        row.stored_career_id = row.__dict__.get("career_id")
        return row


class Task(Ordered):
    text = models.CharField(max_length=400, help_text="Starts with a verb, no period at the end.")

    class Meta(Ordered.Meta):
        verbose_name = "work task"

    def __str__(self) -> str:
        return self.text


class Title(Ordered):
    career = models.ForeignKey(Career, on_delete=models.CASCADE, related_name="titles", db_index=False)
    name = models.CharField(max_length=200)
    hidden = models.BooleanField(
        default=False, db_default=False, help_text="Searches find the career by it, and no page shows it."
    )

    class Meta(Ordered.Meta):
        verbose_name = "other job title"
        constraints = [
            models.UniqueConstraint(
                fields=["career", "name"],
                name="title_once_per_career",
                violation_error_message="The career has this title already.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Skill(Ordered):
    name = models.CharField(max_length=80)
    text = models.CharField(max_length=300, blank=True, help_text="One sentence: why it matters in this work.")

    def __str__(self) -> str:
        return self.name


class Source(Ordered):
    """Where a reader can check the text. Sources of figures are the releases, and are listed by themselves."""

    name = models.CharField(max_length=200)
    url = models.URLField("website", blank=True)

    def __str__(self) -> str:
        return self.name

    def problems(self) -> Iterator[Problem]:
        yield from web_address(self)


class CareerCredential(Ordered):
    class Needed(models.TextChoices):
        EVERY = "every", "In every state"
        MOST = "most", "In most states"

    career = models.ForeignKey(Career, on_delete=models.CASCADE, related_name="careercredentials", db_index=False)
    credential = models.ForeignKey(Credential, on_delete=models.PROTECT, related_name="career_links")
    needed = models.CharField(
        max_length=5,
        choices=Needed.choices,
        blank=True,
        db_default="",
        default="",
        help_text="Where the law asks for it. If it is a license, the top of the page says so.",
    )
    note = models.CharField(max_length=200, blank=True, help_text='For example "Required in every state".')

    class Meta(Ordered.Meta):
        verbose_name = "credential"
        constraints = [
            models.UniqueConstraint(
                fields=["career", "credential"],
                name="credential_once_per_career",
                violation_error_message="The career has this credential already.",
            )
        ]

    def __str__(self) -> str:
        return str(self.credential)
