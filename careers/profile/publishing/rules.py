"""Careers' own rules of what a page needs before visitors see it.

What forms refuse at every save is looked for here too: it may have stood there before the rule, or come by an import.
Percentiles out of order are not: the database takes none. Nor is a school without a place: it cannot be stored.
"""

from collections.abc import Iterator
from functools import partial

from django.conf import settings

from ...models.career_codes import problems_of_codes
from ...models.rules import day_that_was, name_key, says_nothing
from ..markdown import addresses_in, heading_levels
from .findings import Found, Level, Rule, register
from .page import Page
from .reading import LEAST_WORDS, grade


def _says_what_it_is(page: Page) -> bool:
    career = page.career
    return page.released.is_described or not all(map(says_nothing, [career.summary, career.description, *page.tasks]))


def no_words(page: Page) -> Iterator[Found]:
    if not _says_what_it_is(page):
        yield Found("summary", "Say what the work is first: write a summary, a description or work tasks.")


def name_is_taken(page: Page) -> Iterator[Found]:
    for other in page.site.by_name.get(name_key(page.career.title), ()):
        if other.pk != page.career.pk:
            yield Found("title", f"Another career has this name already: {other.title}.")


def days_to_come(page: Page) -> Iterator[Found]:
    for problem in day_that_was(page.career, "reviewed_on"):
        yield Found(problem.field, problem.message)


def unknown_codes(page: Page) -> Iterator[Found]:
    career, occupation = page.career, page.career.occupation
    # What a release has of a later classification is known too.
    known = career.onet_code if career.onet_code in page.site.known_codes else ""
    if occupation and occupation.code != known[:7]:
        for problem in occupation.problems():
            yield Found("occupation", f"{occupation}: {problem.message}")
    for problem in problems_of_codes(career, release_without=page.site.release_without):
        if problem.field != "onet_code" or problem.beside or not known:
            yield Found(problem.field, problem.message)


def related_to_itself(page: Page) -> Iterator[Found]:
    if page.career.pk in page.related:
        yield Found("related", f"Take out {page.career}: it cannot be in its own list.")


def no_summary(page: Page) -> Iterator[Found]:
    if _says_what_it_is(page) and says_nothing(page.career.summary) and not page.released.lead:
        yield Found("summary", "There is no summary. Lists and searches show nothing under the title.")


def no_source_of_text(page: Page) -> Iterator[Found]:
    # A sentence or two says nothing that somebody would look up.
    if not page.sources and sum(len(text.split()) for text in page.texts.values()) >= LEAST_WORDS:
        yield Found("sources", "No source is named for the text. Readers cannot check it.")


def no_source_of_figures(page: Page) -> Iterator[Found]:
    figures = page.site.figures.get(page.career.pk)
    for row in (figures.pay, figures.outlook) if figures else ():
        if row and row.release.is_own and not row.release.url:
            yield Found("occupation", f"{row.release} does not say where a reader can find it.", str(row.release_id))


def dead_links(page: Page) -> Iterator[Found]:
    broken = page.site.broken
    says = "This link leads nowhere: {address}. {found}"
    for field, text in page.texts.items() if broken else ():
        for address in dict.fromkeys(addresses_in(text)):
            if address in broken:
                yield Found(field, says.format(address=address, found=broken[address]), address)
    for place, source in enumerate(page.sources):
        if source.url in broken:
            words = says.format(address=source.url, found=broken[source.url])
            yield Found("sources", words, source.url, row=place, column="url")
    for place, link in enumerate(page.credentials):
        credential = page.site.broken_credentials.get(link.credential_id)
        address = credential and (credential.url or credential.organization.url)
        if address and address in broken:
            words = f"The link of {credential} leads nowhere: {address}. {broken[address]}"
            yield Found("careercredentials", words, address, row=place, column="credential")


def too_hard(text: str, name: str) -> str:
    """That `text`, which `name` stands for, is too hard to read, in words; empty where it is not."""
    found = grade(text)
    if found is None or round(found) <= settings.READING_GRADE:
        return ""
    says = f"{name} reads like grade {found:.0f}, above this site's {settings.READING_GRADE}."
    return f"{says} Shorter sentences and plainer words help."


def leaves_out_a_level(text: str, name: str) -> str:
    """The same of headings."""
    levels = heading_levels(text)
    above = [min(levels, default=0), *levels]
    if any(level > before + 1 for before, level in zip(above, levels, strict=False)) or levels[:1] > above[:1]:
        says = f"{name} leaves out a level of headings, such as #### after ##."
        return f"{says} Whoever hears the page loses the way."
    return ""


def hard_to_read(page: Page) -> Iterator[Found]:
    for field, text in page.texts.items():
        if says := too_hard(text, _name(page, field)):
            yield Found(field, says, text)


def headings_out_of_order(page: Page) -> Iterator[Found]:
    for field, text in page.texts.items():
        if says := leaves_out_a_level(text, _name(page, field)):
            yield Found(field, says, text)


def _name(page: Page, field: str) -> str:
    return f"“{page.career._meta.get_field(field).verbose_name.capitalize()}”"


def shared_figures(page: Page) -> Iterator[Found]:
    career = page.career
    if career.onet_code or career.figures_are_wider or career.occupation_id is None:
        return
    others = page.site.by_occupation.get(career.occupation_id, ())
    other = next((one for one in others if one.pk != career.pk and one.is_public), None)
    if other:
        yield Found(
            "figures_are_wider",
            f"{other.title} shows the same figures. Say so if they are of a wider group, or choose another occupation.",
            str(career.occupation_id),
        )


def register_all() -> None:
    error, warning = partial(Rule, level=Level.ERROR), partial(Rule, level=Level.WARNING)
    register(
        error(name="no words", find=no_words),
        error(name="name is taken", find=name_is_taken),
        error(name="days to come", find=days_to_come),
        error(name="unknown codes", find=unknown_codes),
        error(name="related to itself", find=related_to_itself),
        warning(name="no summary", find=no_summary),
        warning(name="no source of text", find=no_source_of_text),
        warning(name="no source of figures", find=no_source_of_figures),
        warning(name="dead links", find=dead_links),
        warning(name="hard to read", find=hard_to_read),
        warning(name="headings out of order", find=headings_out_of_order),
        warning(name="shared figures", find=shared_figures),
    )
