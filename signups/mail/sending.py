"""The one place that sends mail: each mail has a name, and its words stand in templates/emails/."""

import logging
from dataclasses import dataclass
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from careers.site_words import remembered

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Mail:
    name: str
    subject: str
    text: str
    html: str


INVITATION = Mail(
    "invitation", "Your account for the staff pages of {site}", "emails/invitation.txt", "emails/invitation.html"
)
REVIEWS = Mail("reviews", "Careers to review on {site}", "emails/reviews.txt", "emails/reviews.html")


class NotSent(Exception):
    """The mail server took no mail; what it said stays out of the message, for it may quote the address."""


def send(mail: Mail, *, to: str, context: dict) -> None:
    """Send `mail` to one address, in its words for `context`; NotSent where that fails.

    To be called after the commit of what it tells of: nobody is told what was rolled back, and nobody waits for it.
    """
    site = remembered.current().name
    given = {"SITE_NAME": site, "SITE_URL": settings.SITE_URL, **context}
    subject = mail.subject.format(site=site)
    message = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string(mail.text, given),
        to=[to],
        # Vacation notices are not sent to what a machine has sent.
        headers={"Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string(mail.html, {**given, "subject": subject}), "text/html")
    try:
        message.send()
    except (SMTPException, OSError) as error:
        logger.warning("The mail “%s” could not be sent: %s", mail.name, type(error).__name__)
        raise NotSent from None
