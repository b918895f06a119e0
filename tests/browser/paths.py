"""One path of each kind of page, and the status that it answers with."""

PAGES = {
    "home": "/",
    "careers": "/careers/",
    "search": "/careers/?q=coder",
    "nothing found": "/careers/?q=zzzz",
    "profile": "/careers/medical-coding/",
    "top-coded profile": "/careers/anesthesiologist/",
    "hourly profile": "/careers/actor/",
    "field": "/fields/health-care/",
    "schools": "/schools/",
    "answers": "/questions/",
    "ask": "/ask/",
    "ask about a career": "/careers/medical-coding/ask/",
    "thanks for asking": "/ask/thanks/",
    "signup": "/signup/",
    "thanks for signing up": "/signup/thanks/",
    "sources": "/sources/",
    "privacy": "/privacy/",
    "not found": "/nowhere/",
}
