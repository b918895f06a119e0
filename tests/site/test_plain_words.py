"""Words that nobody says stay off the pages: those that `templates/README.md` lists."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin

ROOT: Path = settings.BASE_DIR
GUIDE = ROOT / "templates" / "README.md"
LIST = re.compile(r"^```text\n(.*?)^```", re.MULTILINE | re.DOTALL)
TAGS = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}|<[^>]*>", re.DOTALL)
QUOTED_IN_TAGS = re.compile(r'(?:with|add:|default:|pluralize:|caption|heading|text|here)=?"([^"]*)"')


def said_in_templates() -> list[tuple[str, str]]:
    said = []
    for path in sorted((ROOT / "templates").rglob("*.html")):
        source = path.read_text(encoding="utf-8")
        words = [" ".join(TAGS.sub(" ", source).split()), *QUOTED_IN_TAGS.findall(source)]
        said += [(path.relative_to(ROOT).as_posix(), text) for text in words]
    return said


def said_in_code() -> list[tuple[str, str]]:
    """Strings of three words or more that are neither docstrings nor SQL."""
    said = []
    for app in ("careers", "schools", "signups", "careerinfo"):
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                said += [(path.relative_to(ROOT).as_posix(), text) for text in _strings(ast.parse(path.read_text()))]
    scripts = [(path.name, path.read_text()) for path in sorted((ROOT / "static" / "js").glob("*.js"))]
    quoted = re.compile(r'"([^"\n]*)"|`([^`]*)`')
    return said + [(name, "".join(found)) for name, source in scripts for found in quoted.findall(source)]


def _strings(tree: ast.AST) -> list[str]:
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    strings = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    texts = [node.value for node in strings if id(node) not in docstrings]
    return [text for text in texts if text.count(" ") >= 2 and "SELECT" not in text]


def said_in_forms() -> list[tuple[str, str]]:
    """What staff read around the fields of their forms: labels, help and choices, and what rows are called."""
    said = []
    for model in admin.site._registry:
        said += [
            (model._meta.label, str(words)) for words in (model._meta.verbose_name, model._meta.verbose_name_plural)
        ]
        for inline in [model, *(inline.model for inline in admin.site.get_model_admin(model).inlines)]:
            for field in [*inline._meta.fields, *inline._meta.many_to_many]:
                words = [field.verbose_name, field.help_text, *(label for _, label in field.flatchoices)]
                said += [(str(field), str(text)) for text in words]
    return said


def not_said() -> re.Pattern:
    phrases = LIST.search(GUIDE.read_text(encoding="utf-8"))[1].splitlines()
    assert len(phrases) > 30
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})\b", re.IGNORECASE)


@pytest.mark.parametrize("said", [said_in_templates, said_in_code, said_in_forms])
def test_nothing_is_said_that_nobody_says(said):
    found, pattern = said(), not_said()
    assert len(found) > 20
    assert [(where, match[0], text[:90]) for where, text in found for match in pattern.finditer(text)] == []


@pytest.mark.parametrize("said", [said_in_templates, said_in_code, said_in_forms])
def test_pages_and_messages_are_among_what_is_looked_through(said):
    """That the check above reads what visitors read, and would notice a phrase there."""
    words = " ".join(text for _, text in said())
    expected = {
        said_in_templates: ["No careers match all your filters", "Where the figures come from"],
        said_in_forms: ["license", "What people type, such as “no degree”", "Questions for a counselor"],
        said_in_code: ["Please check it and send it again.", "Deselect one first.", "openings are expected each year"],
    }
    assert [phrase for phrase in expected[said] if phrase not in words] == []
