"""Addresses that no mail goes to, whatever they asked for: those that mail bounced from, or whose owner complained."""

from ..models import Delivery


def refusal(delivery: Delivery) -> str:
    """Why nothing may be sent to this recipient, in words for staff; empty where it may."""
    return ""
