"""How many people a career is likely to be meant by: the more jobs, the more people ask for it."""

import math
from collections.abc import Iterable

from . import tables

# Rather a small occupation: of 1,016 in O*NET, 19 have no figure, most of them military.
JOBS_WHERE_UNKNOWN = 10_000
# The jobs of a finer O*NET occupation are those of the whole occupation that it is a part of: about a tenth each.
PART_OF_AN_OCCUPATION = -1.0


def size(code: str, jobs: int | None) -> float:
    """1 more for ten times as many jobs. `code` is the career's O*NET-SOC code, if it has one."""
    is_part = bool(code) and not code.endswith(".00")
    return math.log10(max(jobs or JOBS_WHERE_UNKNOWN, 1)) + (PART_OF_AN_OCCUPATION if is_part else 0)


def sizes(careers: Iterable[int]) -> dict[int, float]:
    """{career_id: size}. One query."""
    careers = list(careers)
    if not careers:
        return {}
    sql = (
        "SELECT c.id, c.onet_code, f.employment FROM careers_career AS c "
        "LEFT JOIN careers_careerfacts AS f ON f.career_id = c.id "
        f"WHERE c.id IN ({tables.marks(careers)})"
    )
    return {pk: size(code, jobs) for pk, code, jobs in tables.rows(sql, careers)}
