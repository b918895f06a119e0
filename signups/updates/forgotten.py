"""Addresses whose owners had them erased."""


def was_erased(email: str) -> bool:
    return False
