"""The search box of the careers' list: what visitors find and in their order, and what only staff see or know."""

import re
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urlsplit

from django.contrib import messages
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.text import slugify

from ..browse.asking import ask
from ..models import Career, OldAddress, Title
from ..search import analysis

CODE = re.compile(r"\d\d-?\d{2,4}(\.\d{0,2})?")
# Behind these in an address stands a career's slug, or its number.
OF_CAREERS = ("careers", "career")
LARGEST_NUMBER = 18
SHORTEST_BEGINNING = 3
# Of what visitors find so many stand in their order, and the rest by title.
MOST_IN_ORDER = 200
BEHIND_WHOLE_TITLES, LAST = 1_000, 10_000


@dataclass(frozen=True)
class Order:
    """Ids of careers, the best first: those of which a title is what was searched for, word for word, and the others.

    `corrected` is the query that they were found by, where slips were taken out of all of it.
    """

    whole: tuple[int, ...] = ()
    others: tuple[int, ...] = ()
    corrected: str = ""


class FoundAsByVisitors:
    """For the admin of careers. What only staff find is found by parts of words too: pickers ask while they type."""

    # Django shows the box, and pickers offer careers, only where there are such fields.
    search_fields = ["title"]
    # Counts them all once more.
    show_full_result_count = False

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        if request.method == "GET" and (text := request.GET.get("q", "").strip()):
            request.order_found = order = _order(text)
            if order.corrected and order.corrected != text and not _has_words(text):
                messages.info(request, f"Showing results for “{order.corrected}”. Nothing matched “{text}”.")
                sent = request.GET.copy()
                sent["q"] = order.corrected
                return HttpResponseRedirect(f"{request.path}?{sent.urlencode()}")
        return super().changelist_view(request, extra_context)

    def get_changelist_instance(self, request: HttpRequest):
        found = super().get_changelist_instance(request)
        if found.query:
            # Days to choose from are no help among what was searched for, and cost two queries.
            found.date_hierarchy = None
        return found

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        text = search_term.strip()
        if not text:
            return queryset, False
        order = getattr(request, "order_found", None) or _order(text)
        found = queryset.filter(_named(text) | _with_words(text) | Q(pk__in=[*order.whole, *order.others]))
        # Whoever chose a column to sort by gets that.
        return (found if "o" in request.GET else _in_order(found, order, text)), False


def _order(text: str) -> Order:
    """What visitors find, whole: what they ask for in words, and what a slip of theirs is taken to mean."""
    if _is_address(text):
        return Order()
    asked, whole = ask(text), set()
    if asked.results:
        whole = {hit.career_id for hit in asked.results.hits if hit.is_whole}
    is_corrected = asked.results is not None and asked.results.is_corrected and not asked.understood.wishes
    return Order(
        whole=tuple(pk for pk in asked.ids if pk in whole),
        others=tuple(pk for pk in asked.ids if pk not in whole),
        corrected=asked.results.did_you_mean if is_corrected else "",
    )


def _has_words(text: str) -> bool:
    """Whether something has the words as they are: parts of words are no slips."""
    return Career.objects.filter(_named(text) | _with_words(text)).exists()


def _in_order(found: QuerySet, order: Order, text: str) -> QuerySet:
    """What was named by code or address; whole titles; drafts with all words; others as visitors see them; the rest."""
    drafts = ~Q(status=Career.Status.PUBLISHED) & _with_words(text)
    place = Case(
        When(_named(text), then=Value(0)),
        *(When(pk=pk, then=Value(number)) for number, pk in enumerate(order.whole, 1)),
        When(drafts, then=Value(BEHIND_WHOLE_TITLES)),
        *(
            When(pk=pk, then=Value(number))
            for number, pk in enumerate(order.others[:MOST_IN_ORDER], BEHIND_WHOLE_TITLES + 1)
        ),
        default=Value(LAST),
        output_field=IntegerField(),
    )
    return found.order_by(place, Lower("title"), "pk")


def _named(text: str) -> Q:
    """The careers with this code, or whose page has or had this address."""
    named = Q(pk=None)
    if CODE.fullmatch(text):
        code = text if "-" in text else f"{text[:2]}-{text[2:]}"
        named |= Q(onet_code__startswith=code) | Q(occupation__code__startswith=code)
    last = _end_of_address(text)
    if last.isdecimal():
        return named | Q(pk=int(last[:LARGEST_NUMBER]))
    return named | _with_slug("slug", last) if last else named


def _is_address(text: str) -> bool:
    return text.startswith("/") or "://" in text


def _end_of_address(text: str) -> str:
    """The slug or number in the address of a career's page or form, or the slug alone; empty where there is none."""
    if not _is_address(text):
        return text.lower() if "-" in text and slugify(text) == text.lower() else ""
    try:
        parts = [part for part in urlsplit(text).path.split("/") if part]
    except ValueError:
        return ""
    for name, following in pairwise(parts):
        if name in OF_CAREERS and following not in OF_CAREERS:
            return following
    return parts[-1] if parts else ""


def _with_words(text: str) -> Q:
    """Careers of which titles hold parts of all words, or whose address begins as the words do."""
    if _is_address(text):
        return Q(pk=None)
    holding = Q()
    for written, indexed in analysis.content(analysis.clean_query(text)):
        for_word = Q(title__icontains=indexed) | Q(
            pk__in=Title.objects.filter(name__icontains=indexed).values("career")
        )
        # "Ladies" is no part of "lady", which the index holds.
        if not written.startswith(indexed):
            for_word |= Q(title__icontains=written)
        holding &= for_word
    found = holding or Q(pk=None)
    beginning = slugify(text)
    return found | _with_slug("slug__startswith", beginning) if len(beginning) >= SHORTEST_BEGINNING else found


def _with_slug(lookup: str, slug: str) -> Q:
    old = OldAddress.objects.filter(career__isnull=False, **{lookup: slug})
    return Q(**{lookup: slug}) | Q(pk__in=old.values("career"))
