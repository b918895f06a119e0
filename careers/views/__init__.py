from .api import api_search
from .comparison import comparison, comparison_csv
from .finding import a_to_z, career_list, field, suggestions
from .plan import plan
from .profiles import changes, full_lists, history, preview, profile, sources
from .quiz import quiz
from .ranking import ranking, rankings

__all__ = [
    "a_to_z",
    "api_search",
    "career_list",
    "changes",
    "comparison",
    "comparison_csv",
    "field",
    "full_lists",
    "history",
    "plan",
    "preview",
    "profile",
    "quiz",
    "ranking",
    "rankings",
    "sources",
    "suggestions",
]
