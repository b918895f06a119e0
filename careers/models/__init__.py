from .accepted_warning import AcceptedWarning
from .announcement import Announcement
from .areas import Area, AreaName
from .backups import BackupRun, Restore
from .career import Career, CareerCredential, Skill, Source, Task, Title
from .changes import CareerChange
from .credential import Credential, Organization
from .data_sets import DataSet
from .draft import Draft
from .field import Field
from .figures import AreaPay, IndustryPay, Pay
from .generation import Generation
from .home_region import HomeRegion
from .import_run import ImportedFile, ImportRun
from .in_demand import InDemand
from .link import CheckedLink
from .listing import CareerListing
from .navigation import NavigationLink
from .next_step import NextStep
from .occupation import ALL_OCCUPATIONS, Occupation, Relation
from .old_address import OldAddress
from .on_every_page import WordsEdition
from .onet import InterestStatement, OccupationGroup, OnetProfile
from .outlook import Outlook
from .page_views import PageView
from .plan import PlanSection
from .preview import SharedLink, UnsavedPreview
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
from .sent_table import SentTable
from .site_words import SiteWords
from .version import ListAction, Version
from .wish import Wish

__all__ = [
    "ALL_OCCUPATIONS",
    "AcceptedWarning",
    "Announcement",
    "Area",
    "AreaName",
    "AreaPay",
    "BackupRun",
    "Career",
    "CareerChange",
    "CareerCredential",
    "CareerListing",
    "CheckedLink",
    "Credential",
    "DataSet",
    "Draft",
    "FailedSearch",
    "Field",
    "Generation",
    "HomeRegion",
    "ImportRun",
    "ImportedFile",
    "InDemand",
    "IndexedCareer",
    "IndustryPay",
    "InterestStatement",
    "ListAction",
    "NavigationLink",
    "NextStep",
    "Occupation",
    "OccupationGroup",
    "OldAddress",
    "OnetProfile",
    "Organization",
    "Outlook",
    "PageView",
    "Pay",
    "PlanSection",
    "Relation",
    "Release",
    "ReleaseFile",
    "Restore",
    "SearchEdition",
    "SearchPassage",
    "SearchSpelling",
    "SearchWeight",
    "SearchWord",
    "SentTable",
    "SharedLink",
    "SiteWords",
    "Skill",
    "Source",
    "Synonym",
    "Task",
    "Title",
    "UnsavedPreview",
    "Version",
    "Wish",
    "WordsEdition",
]
