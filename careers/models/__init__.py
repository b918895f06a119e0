from .career import Career, CareerCredential, Credential, Field, Organization, Skill, Source, Task, Title
from .figures import IndustryPay, Outlook, Pay
from .occupation import ALL_OCCUPATIONS, Occupation
from .release import DataSet, Release

__all__ = [
    "ALL_OCCUPATIONS",
    "Career",
    "CareerCredential",
    "Credential",
    "DataSet",
    "Field",
    "IndustryPay",
    "Occupation",
    "Organization",
    "Outlook",
    "Pay",
    "Release",
    "Skill",
    "Source",
    "Task",
    "Title",
]
