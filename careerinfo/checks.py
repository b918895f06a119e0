"""What `manage.py check --deploy` says beyond Django's own checks."""

from django.conf import settings
from django.core.checks import Tags, Warning, register


@register(Tags.security, deploy=True)
def second_step_is_asked_for(app_configs, **kwargs) -> list[Warning]:
    if settings.STAFF_MFA_REQUIRED:
        return []
    return [
        Warning(
            "STAFF_MFA_REQUIRED is off: whoever learns a password of the staff can sign in with it alone.",
            hint="Set STAFF_MFA_REQUIRED=true, or SITE_URL to the https address of the site.",
            id="careerinfo.W001",
        )
    ]
