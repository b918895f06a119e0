from .api import api_search
from .comparison import comparison, comparison_csv
from .finding import a_to_z, career_list, field, suggestions
from .plan import plan
from .previews import preview, preview_widths, shared, unsaved, unsaved_page
from .profiles import changes, full_lists, history, profile, sources
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
    "preview_widths",
    "profile",
    "quiz",
    "ranking",
    "rankings",
    "shared",
    "sources",
    "suggestions",
    "unsaved",
    "unsaved_page",
]
