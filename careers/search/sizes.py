"""How many people a career is likely to be meant by: the more jobs, the more people ask for it."""

import math
from collections.abc import Iterable

from ..models.occupation import shares_soc_code
from . import tables

# Rather a small occupation: of 1,016 in O*NET, 19 have no figure, most of them military.
JOBS_WHERE_UNKNOWN = 10_000
# The jobs of a finer O*NET occupation are those of the whole occupation that it is a part of: about a tenth each.
PART_OF_AN_OCCUPATION = -1.0


def size(jobs: int | None, *, is_part: bool) -> float:
    """1 more for ten times as many jobs; `is_part`: these are not the career's alone."""
    return math.log10(max(jobs or JOBS_WHERE_UNKNOWN, 1)) + (PART_OF_AN_OCCUPATION if is_part else 0)


def sizes(careers: Iterable[int]) -> dict[int, float]:
    """{career_id: size}. One query."""
    careers = list(careers)
    if not careers:
        return {}
    sql = (
        "SELECT c.id, c.onet_code, c.figures_are_wider, f.employment FROM careers_career AS c "
        "LEFT JOIN careers_careerfacts AS f ON f.career_id = c.id "
        f"WHERE c.id IN ({tables.marks(careers)})"
    )
    found = tables.rows(sql, careers)
    return {pk: size(jobs, is_part=bool(is_wider or shares_soc_code(code))) for pk, code, is_wider, jobs in found}
