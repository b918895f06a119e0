"""What the publishers' names for their files say that a file holds: a hint, where nothing in it can be read."""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from ..models import data_sets
from ..models.data_sets import data_set
from .onet.editions import label_in_name
from .onet.tables import LAYOUTS

WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
TABLE_ENDINGS = (*WORKBOOK_ENDINGS, ".zip")
# What a browser or server makes of the ending of a workbook's name where it saves or sends something else.
SAVED_AS = ("", ".htm", ".html", ".aspx")
# What browsers and `fetch_data` add to the name of a download until it is whole.
UNFINISHED_ENDINGS = (".part", ".crdownload", ".download", ".partial", ".opdownload")

# O*NET's other tables, which are known and left alone.
UNUSED_TABLES = (
    *("Abilities to Work Activities", "Abilities to Work Context", "Basic Interests to RIASEC"),
    *("Career Changers Matrix", "Career Starters Matrix", "DWA Reference", "Emerging Tasks", "IWA Reference"),
    *("Interests Illustrative Activities", "Interests Illustrative Occupations", "Level Scale Anchors"),
    *("Occupation Level Metadata", "RIASEC Keywords", "Scales Reference", "Skills to Work Activities"),
    *("Skills to Work Context", "Survey Booklet Locations", "Task Categories", "Task Ratings", "Tasks to DWAs"),
    *("Tools Used", "UNSPSC Reference", "Work Values"),
)
_USED = {file.casefold() for layout in LAYOUTS for file in layout.files}
_UNUSED = {file.casefold() for file in UNUSED_TABLES} - _USED
_PAY = re.compile(r"(national|natsector|state|msa|bos)_m(20\d\d)_dl\b")
# By finer industries or by owner, and what the columns of all of these mean.
_UNUSED_PAY = re.compile(r"(nat\dd|nat5d_6d|natsector_owner|nat\w*_owner)\w*_m(20\d\d)_dl\b|(field|file)_descriptions")
_PAY_ZIP = re.compile(r"oe(?:sm|s)(\d\d)(nat|in4|st|ma)\b")
_ONET_ZIP = re.compile(r"db_\d{1,2}_\d")
_AREAS = {
    **dict.fromkeys(("national", "nat"), data_sets.OEWS_NATIONAL),
    **dict.fromkeys(("natsector", "in4"), data_sets.OEWS_INDUSTRY),
    **dict.fromkeys(("state", "st"), data_sets.OEWS_STATE),
    **dict.fromkeys(("msa", "bos", "ma"), data_sets.OEWS_METROPOLITAN),
}


@dataclass(frozen=True)
class Expected:
    """What a file should hold by its name: a data set, the release's year or label if told, and whether it is used."""

    data_set: str
    year: int | None = None
    label: str = ""
    is_used: bool = True

    def __str__(self) -> str:
        which = f"May {self.year}" if self.year else self.label
        return f"{data_set(self.data_set).label}{f', {which}' if which else ''}"


def expected_in(name: str) -> Expected | None:
    """What a name such as "downloads/oesm25nat.zip: oesm25nat/national_M2025_dl (1).xlsx" tells; None for nothing."""
    stem, ending = _stem_and_ending(name)
    if (pay := _PAY.fullmatch(stem)) and ending in SAVED_AS:
        return Expected(_AREAS[pay[1]], year=int(pay[2]))
    if ending == ".zip":
        if pay := _PAY_ZIP.match(stem):
            return Expected(_AREAS[pay[2]], year=2000 + int(pay[1]))
        return Expected(data_sets.ONET, label=label_in_name(stem) or "") if _ONET_ZIP.match(stem) else None
    if ending not in (*WORKBOOK_ENDINGS, ".txt", ".csv"):
        return None
    if pay := _PAY.match(stem):
        return Expected(_AREAS[pay[1]], year=int(pay[2]))
    if ending == ".csv":
        return None
    if ending != ".txt" and _UNUSED_PAY.match(stem):
        return Expected(data_sets.OEWS_INDUSTRY, is_used=False)
    if stem in _USED or stem in _UNUSED:
        return Expected(data_sets.ONET, is_used=stem in _USED)
    if stem == "occupation" and ending != ".txt":
        return Expected(data_sets.PROJECTIONS)
    return Expected(data_sets.SOC, label="2018") if stem == "soc_structure_2018" else None


def has_table_ending(name: str) -> bool:
    return _stem_and_ending(name)[1] in TABLE_ENDINGS


def has_workbook_ending(name: str) -> bool:
    return _stem_and_ending(name)[1] in WORKBOOK_ENDINGS


def finished_name(name: str) -> str:
    """The name that an unfinished download will have; "" for any other file."""
    return next((name.removesuffix(ending) for ending in UNFINISHED_ENDINGS if name.endswith(ending)), "")


def zip_of(name: str) -> str:
    """The zip that a file lies in, by its name; "" for one that lies in none."""
    return name.rpartition(": ")[0]


def _stem_and_ending(name: str) -> tuple[str, str]:
    # wget numbers what it saves a second time: national_M2024_dl.xlsx.1
    path = PurePosixPath(re.sub(r"(\.[a-z]{3,4})\.\d{1,2}$", r"\1", name.rpartition(": ")[2].casefold()))
    stem = re.sub(r"\s*\(\d+\)$|^copy of\s+", "", path.stem)
    return stem, path.suffix
