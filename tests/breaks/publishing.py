"""Breaks of what is asked before a career goes public, and of what staff see of a release beside their own."""

from .one import Break

PUBLISHING = [
    Break(
        "a career goes public with warnings that nobody gave a reason for",
        "careers/admin/publishing_check.py",
        "        if any(finding.is_error or not reason for finding in new):\n",
        "        if any(finding.is_error for finding in new):\n",
        "site/test_publishing_check.py",
    ),
    Break(
        "a warning that was accepted of one text is accepted of every other",
        "careers/profile/publishing/findings.py",
        '{self.rule}\\n{found.field}\\n{found.about}".encode()',
        '{self.rule}\\n{found.field}".encode()',
        "site/test_publishing_check.py",
    ),
    Break(
        "an import publishes drafts with errors",
        "careers/releases/onet_careers.py",
        "    errors = refused(ready) if ready else {}\n",
        "    errors = {}\n",
        "careers/test_publishing_rules.py",
    ),
    Break(
        "one task of the editors' own hides O*NET's though they chose both",
        "careers/profile/content.py",
        "    if both and own:\n",
        "    if False:\n",
        "careers/test_shown_with_release.py",
    ),
    Break(
        "figures that staff call wider pass for a career's own",
        "careers/models/occupation.py",
        "    return career.figures_are_wider or shares_soc_code(career.onet_code)\n",
        "    return shares_soc_code(career.onet_code)\n",
        "careers/test_called_wider.py",
    ),
    Break(
        "an empty field shows nothing of the release",
        "careers/admin/released.py",
        "    if text is None or text.profile is None:\n",
        "    if True:\n",
        "site/test_text_at_hand.py",
    ),
]
