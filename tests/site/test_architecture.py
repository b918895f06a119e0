import ast
import re
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

ROOT: Path = settings.BASE_DIR
LAYERS = ["careers", "schools", "signups", "careerinfo"]
# The rooms of careers: each imports those before it; of one line, some may import others, but never in a circle.
ROOMS = [
    ["models", "locks", "bulk", "desk"],
    ["figures", "search", "database_rules"],
    ["profile", "browse", "compare", "plan", "quiz", "denormalized", "releases", "site_words"],
    ["data_sets", "importers", "links", "versions", "previews", "admin", "forms", "views", "templatetags"],
    ["management", "urls", "apps"],
]
# Of the rooms of questions each imports those before it; admin puts them all together.
ROOMS_OF_QUESTIONS = [
    *("words", "personal", "urgent", "public", "steps", "telling"),
    *("answers", "own", "experts", "asking", "review", "admin", "registering"),
]
TEMPLATES = ROOT / "templates"
OF_DJANGO = {
    "admin/base.html",
    "admin/change_form.html",
    "admin/change_list.html",
    "admin/delete_confirmation.html",
    "admin/delete_selected_confirmation.html",
    "admin/includes/object_delete_summary.html",
    "admin/index.html",
    "admin/submit_line.html",
}
# Django finds these by name, and people the guide.
FOUND_BY_NAME = {"README.md", "400.html", "403.html", "403_csrf.html", "404.html", "500.html", "admin/base_site.html"}
FOUND_BY_NAME |= {"admin/careers/career/submit_line.html", "admin/change_list_object_tools.html"}
OURS = [*LAYERS, "fixtures", "static", "templates", "tests"]


def sources(*folders: str, suffixes: tuple[str, ...] = (".py",)) -> list[Path]:
    files = [path for folder in folders for path in sorted((ROOT / folder).rglob("*")) if path.suffix in suffixes]
    assert files
    return files


def imported(path: Path) -> set[str]:
    """The top-level packages that `path` imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add(node.module.partition(".")[0])
    return names


@pytest.mark.parametrize("layer", LAYERS)
def test_imports_run_one_way(layer):
    above = set(LAYERS[LAYERS.index(layer) + 1 :])
    wrong = {str(path.relative_to(ROOT)): imported(path) & above for path in sources(layer)}
    assert {path: names for path, names in wrong.items() if names} == {}


def rooms_imported(path: Path) -> set[str]:
    """The other rooms of careers that `path`, in one of them, imports."""
    package, rooms = path.relative_to(ROOT).parts[:-1], set()
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.ImportFrom):
            continue
        base = package[: len(package) - node.level + 1] if node.level else ()
        module = (*base, *(node.module or "").split(".")) if node.module else base
        rooms.update(names[1] for alias in node.names if (names := (*module, alias.name))[0] == "careers" and names[1:])
    return rooms - {room_of(path)}


def room_of(path: Path) -> str:
    return path.relative_to(ROOT / "careers").parts[0].removesuffix(".py")


def rooms() -> dict[str, set[str]]:
    """The rooms that each room imports."""
    found: dict[str, set[str]] = {}
    for path in sources("careers"):
        # Migrations look at the code of their day, and the app's name stands for none of its rooms.
        if room_of(path) not in ("migrations", "__init__"):
            found.setdefault(room_of(path), set()).update(rooms_imported(path))
    return found


def test_rooms_import_those_below_them():
    storeys = {room: number for number, line in enumerate(ROOMS) for room in line}
    imports = rooms()
    assert set(imports) == set(storeys)
    wrong = {(room, other) for room, others in imports.items() for other in others if storeys[other] > storeys[room]}
    assert wrong == set()
    assert imports["models"] == imports["locks"] == set()


def test_no_rooms_import_each_other_in_a_circle():
    imports = rooms()
    while free := {room for room, others in imports.items() if not others & imports.keys()}:
        imports = {room: others for room, others in imports.items() if room not in free}
    assert imports == {}


def test_rooms_of_questions_import_those_before_them():
    home = ROOT / "signups" / "questions"
    place = {room: number for number, room in enumerate(ROOMS_OF_QUESTIONS)}
    files = [path for path in sources("signups/questions") if path != home / "__init__.py"]
    wrong = set()
    for path in files:
        room = path.relative_to(home).parts[0].removesuffix(".py")
        wrong |= {(str(path.relative_to(home)), one) for one in question_rooms_of(path) if place[one] > place[room]}
    assert wrong == set()


def question_rooms_of(path: Path) -> set[str]:
    """The rooms of questions that `path` imports."""
    package, names = path.relative_to(ROOT).parts[:-1], set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = (*base, *(node.module or "").split(".")) if node.module else base
            names |= {(*module, alias.name)[:3] for alias in node.names}
    return {name[2] for name in names if name[:2] == ("signups", "questions")}


def test_mail_is_sent_in_one_place():
    named = {path.relative_to(ROOT).as_posix() for path in sources(*LAYERS) if "core.mail" in path.read_text()}
    # One makes messages, one hands them over, and one says where they go on a site without a mail server.
    assert named == {"signups/mail/message.py", "signups/mail/transport.py", "careerinfo/private_files.py"}
    hand_over = re.compile(r"\bget_connection\(|\.send_messages\(|\bsend_mail\(|\bsendmail\(")
    users = {path.relative_to(ROOT).as_posix() for path in sources(*LAYERS) if hand_over.search(path.read_text())}
    assert users == {"signups/mail/transport.py"}


def test_no_code_of_the_site_imports_its_tests():
    assert not [path for path in sources(*LAYERS) if "tests" in imported(path)]


def test_the_code_needs_nothing_but_the_standard_library_and_what_the_project_names():
    named = {
        "PIL",
        "adminsortable2",
        "allauth",
        "anymail",
        "brotli",
        "cryptography",
        "csp",
        "dns",
        "django",
        "qrcode",
        "fido2",
        "environ",
        "gunicorn",
        "import_export",
        "markdown_it",
        "phonenumbers",
        "psycopg",
        "python_calamine",
        "rapidfuzz",
        "redis",
        "tablib",
        "whitenoise",
        "xlsxwriter",
    }
    others = {name for path in sources(*LAYERS) for name in imported(path)} - set(LAYERS) - named
    assert others - sys.stdlib_module_names == set()


def test_no_template_is_unused():
    files = [path.relative_to(TEMPLATES).as_posix() for path in sorted(TEMPLATES.rglob("*")) if path.is_file()]
    written = {
        path: path.read_text() for path in [*sources(*LAYERS), *sources("templates", suffixes=(".html", ".txt"))]
    }
    # The words of a mail are named by what they are, for text and HTML together.
    mails = {f"emails/{name}" for text in written.values() for name in re.findall(r'\bWords\(\s*"([a-z_-]+)"', text)}
    unused = [
        file
        for file in files
        if file not in FOUND_BY_NAME
        and Path(file).with_suffix("").as_posix() not in mails
        and not any(f'"{file}"' in text for path, text in written.items() if path != TEMPLATES / file)
    ]
    assert files
    assert unused == []


def test_every_template_that_is_named_exists():
    names = {
        name
        for path in sources("templates", suffixes=(".html",))
        for name in re.findall(r'{% (?:extends|include) "([^"]+)"', path.read_text())
    }
    assert names
    missing = {name for name in names - OF_DJANGO if not (TEMPLATES / name).is_file()}
    assert missing == set()


@pytest.mark.django_db
def test_no_migration_is_missing(capsys):
    call_command("makemigrations", "--check", "--dry-run", verbosity=1)
    assert "No changes detected" in capsys.readouterr().out


@pytest.mark.django_db
def test_every_migration_runs_from_an_empty_database():
    executor = MigrationExecutor(connection)
    assert executor.loader.applied_migrations
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


def test_no_file_names_a_folder_of_somebodys_own_machine():
    personal = re.compile(r"(?<![\w./])/(?:home|Users|root|work|tmp)/\w|[A-Z]:\\\\?Users\b")
    suffixes = (".py", ".html", ".txt", ".css", ".js", ".toml", ".csv", ".md")
    # In a second work tree of a repository `.git` is a file, which names the folder of the first.
    at_the_top = [path for path in ROOT.glob("*") if path.is_file() and path.name != ".git"]
    files = [*sources(*OURS, suffixes=suffixes), *at_the_top]
    found = {
        f"{path.relative_to(ROOT)}:{number}"
        for path in files
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if personal.search(line)
    }
    assert found == set()


@pytest.mark.parametrize("name", ["utils", "helpers", "core", "services", "selectors", "managers"])
def test_modules_are_named_for_their_subject(name):
    assert not [path for path in sources(*LAYERS) if name in (path.stem, path.parent.name)]


def test_no_source_file_is_too_long_to_read_at_once():
    long = [path.relative_to(ROOT) for path in sources(*LAYERS, "tests") if len(path.read_text().splitlines()) > 400]
    assert long == []
