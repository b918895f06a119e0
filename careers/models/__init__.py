from .areas import Area, AreaName
from .career import Career, CareerCredential, Field, Skill, Source, Task, Title
from .changes import CareerChange
from .credential import Credential, Organization
from .facts import CareerFacts
from .figures import AreaPay, IndustryPay, Pay
from .occupation import ALL_OCCUPATIONS, Occupation
from .onet import OccupationGroup, OnetProfile
from .outlook import Outlook
from .release import DataSet, Release, ReleaseFile
from .search import (
    DeadEnd,
    IndexedCareer,
    SearchEdition,
    SearchPassage,
    SearchSpelling,
    SearchWeight,
    SearchWord,
    Synonym,
)

__all__ = [
    "ALL_OCCUPATIONS",
    "Area",
    "AreaName",
    "AreaPay",
    "Career",
    "CareerChange",
    "CareerCredential",
    "CareerFacts",
    "Credential",
    "DataSet",
    "DeadEnd",
    "Field",
    "IndexedCareer",
    "IndustryPay",
    "Occupation",
    "OccupationGroup",
    "OnetProfile",
    "Organization",
    "Outlook",
    "Pay",
    "Release",
    "ReleaseFile",
    "SearchEdition",
    "SearchPassage",
    "SearchSpelling",
    "SearchWeight",
    "SearchWord",
    "Skill",
    "Source",
    "Synonym",
    "Task",
    "Title",
]
