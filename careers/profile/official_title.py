"""What the official classifications call a career that people call something else."""

from dataclasses import dataclass

from ..models import Career, OnetProfile


@dataclass(frozen=True, slots=True)
class OfficialTitle:
    title: str
    scheme: str
    code: str

    def __str__(self) -> str:
        return f"{self.title}, {self.scheme} {self.code}"


def official_title(career: Career, profile: OnetProfile | None) -> OfficialTitle | None:
    """O*NET's where a live release has the career's `profile`, else the SOC's, if that is of the career alone."""
    if profile:
        return OfficialTitle(profile.title, "O*NET-SOC", career.onet_code)
    occupation = career.occupation
    if occupation is None or occupation.code.endswith("0") or career.is_broad(occupation):
        return None
    return OfficialTitle(occupation.title, "SOC", occupation.code)
