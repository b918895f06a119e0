"""What browsers may do with the site's answers. Nothing here needs Django: settings and gunicorn read it as well."""

from csp.constants import NONE, SELF

# What a page of visitors may load: only from the site, and only what pages have.
PAGE = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF],
    "connect-src": [SELF],
    "object-src": [NONE],
    "base-uri": [NONE],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
    # No script of theirs makes HTML, or code, out of text.
    "require-trusted-types-for": ["'script'"],
    "trusted-types": [NONE],
}
# jQuery and Select2 of Django's admin make HTML out of text, and experts' pages what the site sends as a preview.
STAFF = {"require-trusted-types-for": None, "trusted-types": None}
# Data, a picture or a stylesheet that somebody opens by itself loads nothing, and runs nothing.
FILE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

# Features that every Chromium knows: of others it complains on each page.
UNUSED = (
    *("accelerometer", "autoplay", "camera", "clipboard-read", "clipboard-write", "display-capture"),
    *("encrypted-media", "fullscreen", "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts"),
    *("magnetometer", "microphone", "midi", "payment", "picture-in-picture", "screen-wake-lock", "serial"),
    *("storage-access", "usb", "window-management", "xr-spatial-tracking"),
)
PASSKEYS = ("publickey-credentials-create", "publickey-credentials-get")
PERMISSIONS = ", ".join(f"{name}=()" for name in sorted(UNUSED + PASSKEYS))
# Staff sign in with passkeys.
STAFF_PERMISSIONS = ", ".join([*(f"{name}=()" for name in UNUSED), *(f"{name}=(self)" for name in PASSKEYS)])

# On every answer, where nothing else is said.
ALWAYS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# For other sites' pages to read: no answer of these depends on who asks.
FOR_EVERYBODY = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
READ_ELSEWHERE = {
    *("careers:api-search", "signups:newsletter-feed"),
    *("signups:questions-feed", "signups:questions-about-feed"),
}


def in_words(policy: dict[str, list[str]]) -> str:
    return "; ".join(sorted(f"{directive} {' '.join(sources)}" for directive, sources in policy.items()))


def hsts_of(settings) -> str:
    """As Django writes it; empty where the site is not on https."""
    if not settings.SECURE_HSTS_SECONDS:
        return ""
    subdomains = "; includeSubDomains" if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS else ""
    return f"max-age={settings.SECURE_HSTS_SECONDS}{subdomains}{'; preload' if settings.SECURE_HSTS_PRELOAD else ''}"


def of_server_error(settings) -> dict[str, str]:
    """The headers of what gunicorn answers by itself. It cannot tell https, and browsers heed HSTS only there."""
    hsts = {"Strict-Transport-Security": hsts} if (hsts := hsts_of(settings)) else {}
    return {**ALWAYS, **hsts, "Content-Security-Policy": in_words(PAGE), "Cache-Control": "no-store"}
