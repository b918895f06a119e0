"""Breaks of what the site says of itself: words, color, logo, links, announcements."""

from .one import Break

WORDING = [
    Break(
        "pages go on saying what staff have changed",
        "careers/site_words/remembered.py",
        "if memory is None or memory.made_of != made_of:",
        "if memory is None:",
        "site/test_site_words.py",
    ),
    Break(
        "every page reads all of the site's words again",
        "careers/site_words/remembered.py",
        "        if memory is None or",
        "        if True or",
        "site/test_site_words.py",
    ),
    Break(
        "rows that were changed all at once stay unseen",
        "careers/models/on_every_page.py",
        "        changed = super().update(**values)\n        WordsEdition.change()\n",
        "        changed = super().update(**values)\n",
        "site/test_site_words.py",
    ),
    Break(
        "a color is taken that can't be read where text stands on a tint",
        "careers/models/accent.py",
        "return _lowest(accent, (*LIGHT_PAGES, *in_the_light(accent).backgrounds))",
        'return _lowest(accent, ("#ffffff",))',
        "site/test_accent.py",
    ),
    Break(
        "the logo keeps what stood in the uploaded file",
        "careers/site_words/logo.py",
        "        image.info = {}\n",
        "",
        "site/test_logo.py",
    ),
    Break(
        "a picture of any size is unpacked",
        "careers/site_words/logo.py",
        "    if width * height > MOST_PIXELS:\n",
        "    if False:\n",
        "site/test_logo.py",
    ),
    Break(
        "an announcement stays after its end",
        "careers/site_words/shown.py",
        " and (self.ends_at is None or now < self.ends_at)",
        "",
        "site/test_announcements.py",
    ),
    Break(
        "a link leads to another site without saying so",
        "careers/models/own_links.py",
        'address.startswith("//")',
        "False",
        "site/test_site_words.py",
    ),
]
