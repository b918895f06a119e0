from dataclasses import dataclass


@dataclass(frozen=True)
class Break:
    """What a user would notice if in `file` the text `old`, which stands there once, were `new`; and who should see it.

    `tests` are files and folders below tests/, with spaces.
    """

    what: str
    file: str
    old: str
    new: str
    tests: str
