from .accepted_warning import AcceptedWarning
from .areas import Area, AreaName
from .career import Career, CareerCredential, Skill, Source, Task, Title
from .changes import CareerChange
from .credential import Credential, Organization
from .data_sets import DataSet
from .field import Field
from .figures import AreaPay, IndustryPay, Pay
from .home_region import HomeRegion
from .in_demand import InDemand
from .link import CheckedLink
from .listing import CareerListing
from .next_step import NextStep
from .occupation import ALL_OCCUPATIONS, Occupation, Relation
from .old_address import OldAddress
from .onet import InterestStatement, OccupationGroup, OnetProfile
from .outlook import Outlook
from .plan import PlanSection
from .release import Release, ReleaseFile
from .search import (
    FailedSearch,
    IndexedCareer,
    SearchEdition,
    SearchPassage,
    SearchSpelling,
    SearchWeight,
    SearchWord,
    Synonym,
)
from .version import Version
from .wish import Wish

__all__ = [
    "ALL_OCCUPATIONS",
    "AcceptedWarning",
    "Area",
    "AreaName",
    "AreaPay",
    "Career",
    "CareerChange",
    "CareerCredential",
    "CareerListing",
    "CheckedLink",
    "Credential",
    "DataSet",
    "FailedSearch",
    "Field",
    "HomeRegion",
    "InDemand",
    "IndexedCareer",
    "IndustryPay",
    "InterestStatement",
    "NextStep",
    "Occupation",
    "OccupationGroup",
    "OldAddress",
    "OnetProfile",
    "Organization",
    "Outlook",
    "Pay",
    "PlanSection",
    "Relation",
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
    "Version",
    "Wish",
]
