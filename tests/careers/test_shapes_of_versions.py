"""What documents of versions have in them: a field that is added, renamed or removed is never passed over."""

from careers.versions.records import misfits, registered, shape

# What documents of the forms that are stored have in them. A record that changes gets a new form, a step that leads to
# it, and a line here; the line of an old form stays.
SHAPES = {
    ("careers.career", 1): [
        *("title", "slug", "field", "summary", "workers", "status", "published_at", "reviewed_on", "reviewer"),
        *(
            "review_due_on",
            "description",
            "education",
            "licensure",
            "occupation",
            "onet_code",
            "outlook",
            "added_by",
            "from_onet",
            "imported_title",
        ),
        "related",
        ["tasks", "text", "order"],
        ["titles", "name", "hidden", "order"],
        ["careercredentials", "credential", "needed", "note", "order"],
        ["skills", "name", "text", "order"],
        ["sources", "name", "url", "order"],
    ],
    ("careers.sitewords", 1): [
        *("name", "tagline", "footer", "accent", "logo_alt", "name_beside_logo"),
        *("about", "contact_address", "contact_email", "contact_phone", "privacy", "privacy_replaces"),
    ],
    ("careers.sitewords", 2): [
        *("name", "tagline", "footer", "accent", "logo_alt", "name_beside_logo"),
        *("about", "contact_address", "contact_email", "contact_phone", "privacy", "privacy_replaces"),
        *("accessibility", "accessibility_replaces"),
    ],
    ("careers.career", 2): [
        *("title", "slug", "field", "summary", "workers", "status", "published_at", "reviewed_on", "reviewer"),
        *("review_due_on", "description", "education", "licensure", "occupation", "onet_code", "outlook"),
        *("with_released_tasks", "with_released_titles", "with_released_skills", "figures_are_wider"),
        *("added_by", "from_onet", "imported_title"),
        "related",
        ["tasks", "text", "order"],
        ["titles", "name", "hidden", "order"],
        ["careercredentials", "credential", "needed", "note", "order"],
        ["skills", "name", "text", "order"],
        ["sources", "name", "url", "order"],
    ],
    ("careers.announcement", 1): ["text", "level", "link", "link_text", "starts_at", "ends_at"],
    ("careers.navigationlink", 1): ["place", "page", "address", "label", "is_shown"],
    ("schools.school", 1): ["name", "city", "state", "url", "unitid", "status", "closed_on", "release"],
    ("signups.newsletter", 1): ["subject", "slug", "text", "field"],
    ("signups.question", 1): [
        *("career", "text", "asker", "email", "status", "created_at", "published_at"),
        ["answers", "expert", "text", "answered_on"],
    ],
    ("signups.question", 2): [
        *("career", "text", "background", "asked_text", "asked_background", "asker", "email", "status", "expert"),
        *("is_urgent", "is_private", "created_at", "confirmed_at", "promised_on", "answered_at", "published_at"),
        *("merged_into", "declined_because"),
        [
            *("answers", "expert", "short", "text", "sources", "basis", "status", "answered_on", "checked_on"),
            *("submitted_at", "publish_at", "reviewed_by", "reviewers_note", "recheck_since", "recheck_because"),
        ],
    ],
}


def test_every_field_has_its_place_in_a_version():
    assert {record.kind for record in registered()} == {
        "careers.announcement",
        "careers.career",
        "careers.draft",
        "careers.navigationlink",
        "careers.sitewords",
        "schools.school",
        "signups.newsletter",
        "signups.question",
    }
    for record in registered():
        assert misfits(record) == []
        assert shape(record) == SHAPES[record.model.lower(), record.form], "raise `form`, add a step, and a line above"
        assert set(record.steps) == set(range(1, record.form))
