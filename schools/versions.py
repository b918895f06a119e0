from careers.versions.records import Record, register

SCHOOL = Record(
    model="schools.School",
    fields=("name", "city", "state", "url", "unitid", "status", "closed_on", "release"),
    beside=("featured",),
)


def register_all() -> None:
    register(SCHOOL)
