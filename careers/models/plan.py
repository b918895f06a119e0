from collections.abc import Iterator

from django.db import models

from .rules import Problem, Ruled, same_name


class PlanSection(Ruled):
    """A part of the page "My career plan": staff name it, explain it, order it and hide it, as their state asks.

    What somebody writes there stays in their browser; no row of any model holds it.
    """

    class Kind(models.TextChoices):
        ABOUT = "about", "Name, school and grade"
        INTERESTS = "interests", "What the interest quiz found"
        CAREERS = "careers", "Careers side by side, with their figures"
        NOTES = "notes", "Notes on each career"
        COURSES = "courses", "Courses and credentials for each career"
        STEPS = "steps", "Next steps with dates"
        QUESTIONS = "questions", "Questions for a counselor"
        SIGNATURES = "signatures", "Lines to sign and date"
        LINES = "lines", "Lines to write, under a heading of your own"

    kind = models.CharField(
        "what it holds",
        max_length=12,
        choices=Kind.choices,
        default=Kind.LINES,
        help_text="Each kind can be on the page once, except lines to write.",
    )
    heading = models.CharField(max_length=80, help_text="What your state or school calls it.")
    help_text = models.CharField(
        "introduction", max_length=300, blank=True, help_text="One or two sentences under the heading. It can be empty."
    )
    order = models.PositiveSmallIntegerField(
        "place", default=0, db_index=True, help_text="1 comes first. You can drag rows in the list instead."
    )
    is_shown = models.BooleanField("shown", default=True, help_text="A section that is not shown stays here for later.")

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = "section of the career plan"
        verbose_name_plural = "sections of the career plan"
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=~models.Q(kind="lines"),
                name="plan_section_once_of_a_kind",
                violation_error_message="The plan has a section of this kind already. Change that one instead.",
            )
        ]

    def __str__(self) -> str:
        return self.heading

    def problems(self) -> Iterator[Problem]:
        yield from same_name(self, "heading", what="Another section")
