"""What a search finds, as the tests of searching ask for it."""

from hypothesis import strategies as st

from careers.models import Career, SearchEdition, SearchPassage, SearchWeight, SearchWord, Title
from careers.search import search


def titles_found(query: str, **options) -> list[str]:
    hits = search(query, **options).hits
    careers = Career.objects.in_bulk([hit.career_id for hit in hits])
    return [careers[hit.career_id].title for hit in hits]


def why(query: str) -> str:
    return str(search(query).hits[0].why or "")


def also(career: Career, *names: str, hidden: bool = False) -> Career:
    for name in names:
        Title.objects.create(career=career, name=name, hidden=hidden)
    return career


def live_index() -> dict:
    """All that searches read, but for what the edition is called."""
    edition = SearchEdition.objects.get(state="live")
    words = SearchWord.objects.filter(edition=edition.number, careers__gt=0)
    weights = SearchWeight.objects.filter(edition=edition.number)
    passages = SearchPassage.objects.filter(edition=edition.number)
    return {
        "careers": edition.careers,
        "words": sorted(words.values_list("word", "careers", "titles")),
        "weights": sorted(weights.values_list("career_id", "word", "weight", "in_title")),
        "passages": sorted(passages.values_list("career_id", "kind", "text", "words", "rank")),
    }


# What people type, and the career of the fixture that they mean.
MEANT = [
    ("medical records specialists", "Medical Records Specialists"),
    ("Medical coder", "Medical Records Specialists"),
    ("medical coders", "Medical Records Specialists"),
    ("coder medical", "Medical Records Specialists"),
    ("medcal coder", "Medical Records Specialists"),
    ("medicla coder", "Medical Records Specialists"),
    ("medical coderr", "Medical Records Specialists"),
    ("MEDICAL   CODER!!", "Medical Records Specialists"),
    ("médical coder", "Medical Records Specialists"),
    ("senior medical coder ii", "Medical Records Specialists"),
    ("coding analist", "Medical Records Specialists"),
    ("cpc", "Medical Records Specialists"),
    ("C.P.C.", "Medical Records Specialists"),
    ("R.N.", "Registered Nurses"),
    ("c.e.o", "Chief Executives"),
    ("C.N.A.", "Nursing Assistants"),
    ("enfermera", "Registered Nurses"),
    ("policía", "Police and Sheriff's Patrol Officers"),
    ("district nurse", "Registered Nurses"),
    ("police constable", "Police and Sheriff's Patrol Officers"),
    ("SWE", "Software Developers"),
    ("cop", "Police and Sheriff's Patrol Officers"),
    ("cop shop regular", "Police and Sheriff's Patrol Officers"),
    ("police officers", "Police and Sheriff's Patrol Officers"),
    ("sheriffs patrol officer", "Police and Sheriff's Patrol Officers"),
    ("xray tech", "Radiologic Technologists and Technicians"),
    ("x-ray technician", "Radiologic Technologists and Technicians"),
    ("x ray tech", "Radiologic Technologists and Technicians"),
    ("radiology technician", "Radiologic Technologists and Technicians"),
    ("radiologic technologist", "Radiologic Technologists and Technicians"),
    ("rn", "Registered Nurses"),
    ("registered nurse", "Registered Nurses"),
    ("regestered nurse", "Registered Nurses"),
    ("nurse practitioner", "Nurse Practitioners"),
    ("nurses aide", "Nursing Assistants"),
    ("nurse's aide", "Nursing Assistants"),
    ("nurse’s aide", "Nursing Assistants"),
    ("c++ programmer", "Software Developers"),
    (".net developer", "Software Developers"),
    ("ceo", "Chief Executives"),
    ("chief executive officer", "Chief Executives"),
    ("architect", "Architects, Except Landscape and Naval"),
    ("landscape architect", "Landscape Architects"),
    ("work with animals", "Animal Caretakers"),
    ("exotic reptiles", "Animal Caretakers"),
    ("nurs", "Registered Nurses"),
    ("uber nurse practitioner", "Nurse Practitioners"),
]

# Any text, and text of what means something to one of the databases or to search itself.
ANY_TEXT = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="\"'*^-():&|!<>\\%_ abcnuresANDORT+#.\0", max_size=60),
    st.lists(st.sampled_from(["nurse", "medcal", "AND", "NEAR(", "*", "c++", "of"]), max_size=12).map(" ".join),
)
