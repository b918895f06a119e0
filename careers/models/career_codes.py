"""Whether a career's codes are of one occupation, and of the same one."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from . import data_sets
from .classification import codes_2018
from .occupation import broader_codes
from .onet import OnetProfile
from .release import Release
from .rules import Problem

if TYPE_CHECKING:
    from .career import Career


def release_without(code: str) -> Release | None:
    """The live O*NET release, where no release has an occupation of this O*NET-SOC code."""
    if OnetProfile.objects.filter(code=code).exists():
        return None
    return Release.objects.live().filter(data_set=data_sets.ONET).first()


def problems_of_codes(
    career: "Career", *, release_without: Callable[[str], Release | None] = release_without
) -> Iterator[Problem]:
    occupation = career.occupation
    if occupation and occupation.is_of_many:
        yield Problem("occupation", f"{occupation} is a group of many occupations. Choose one of them.")
    if career.onet_code:
        if message := _wrong_with_onet_code(career.onet_code, release_without):
            yield Problem("onet_code", message)
        yield from _problem_of_two_codes(career)


def _wrong_with_onet_code(code: str, release_without: Callable[[str], Release | None]) -> str:
    soc_code = code[:7]
    if soc_code not in codes_2018():
        return f"{soc_code} is not a code of the 2018 classification (SOC). Check the digits."
    if soc_code.endswith("0"):
        return f"{soc_code} is a group of occupations. Write the code of one occupation."
    lacking = release_without(code)
    return f"{lacking} has no occupation {code}. Check the digits." if lacking else ""


def _problem_of_two_codes(career: "Career") -> Iterator[Problem]:
    """That the text would be of one occupation, and the figures of another."""
    soc_code, figures = career.onet_code[:7], career.occupation
    if figures is None or figures.classification != "2018 SOC":
        return
    # Figures that staff call wider may be of another occupation.
    if career.figures_are_wider or figures.code in (soc_code, *broader_codes(soc_code)):
        return
    message = (
        f"This is the code of an occupation within {soc_code}, but the SOC occupation is {figures}. Correct one, or "
        "say that these figures are of a wider group."
    )
    yield Problem("onet_code", message, beside=("occupation", "figures_are_wider"))
