"""The house's habits, swept over every file, so that none depends on anybody's memory."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

HOUSE = Path(__file__).parent.parent
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)

MAY_SAY_SAFE = {
    "components/status.html": "shapes that stand in the same file",
    "components/verdict.html": "marks that stand in the same file",
}


def test_modules_are_short():
    limits = {path: 150 if path.name == "conftest.py" else 300 for path in files("**/*.py")}
    too_long = [
        f"{path}: {lines(path)} lines" for path, most in limits.items() if lines(path) > most
    ]
    assert not too_long, said(too_long)


def test_functions_are_short():
    too_long = [
        f"{path}:{function.lineno} {function.name}: {length} lines"
        for path in files("**/*.py")
        if not path.is_relative_to("migrations")  # which list columns, and nothing else
        for function in functions(path)
        if (length := function.end_lineno - function.lineno + 1) > most_lines(function)
    ]
    assert not too_long, said(too_long)


def most_lines(function: ast.FunctionDef) -> int:
    """A test shows one behaviour, and a view one task."""
    is_view = any(".route(" in ast.unparse(each) for each in function.decorator_list)
    return 30 if is_view or function.name.startswith("test_") else 40


def test_functions_ask_for_few_things():
    greedy = [
        f"{path}:{function.lineno} {function.name}"
        for path in files("remine_portal/**/*.py")
        for function in functions(path)
        if len(parameters(function)) > 6
    ]
    assert not greedy, said(greedy)


def test_templates_are_short():
    too_long = [
        f"{path}: {lines(path)} lines" for path in files("templates/**") if lines(path) > 150
    ]
    assert not too_long, said(too_long)


def test_only_the_unit_of_work_commits():
    elsewhere = [
        place
        for path in files("remine_portal/**/*.py")
        if path != Path("remine_portal/persistence/database.py")
        for place in calls(path, "commit")
    ]
    assert calls(Path("remine_portal/persistence/database.py"), "begin"), "it commits no more"
    assert not elsewhere, said(elsewhere)


def test_rules_ask_no_clock():
    asked = [
        place
        for path in [*files("remine_portal/domain/*.py"), *files("remine_portal/services/*.py")]
        for place in calls(path, "now", "utcnow", "today", "time", "monotonic")
        if not place.endswith("work.now")
    ]
    assert not asked, said(asked)


def test_the_domain_counts_exactly():
    inexact = [
        f"{path}:{node.lineno}"
        for path in files("remine_portal/domain/*.py")
        for node in ast.walk(parsed(path))
        if (isinstance(node, ast.Name) and node.id == "float")
        or (isinstance(node, ast.Constant) and isinstance(node.value, float))
    ]
    assert not inexact, said(inexact)


def test_every_module_has_a_name_of_its_own():
    vague = {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager"}
    nameless = [path for path in files("**/*.py") if vague & {path.stem, *path.parts}]
    assert not nameless, said(nameless)


def test_what_a_tool_shall_overlook_has_its_reason_beside_it():
    marks = re.compile(r"# (noqa|type: ignore|pragma: no cover)(?!.* - \w)")
    bare = [
        f"{path}:{number}: {line.strip()}"
        for path in files("**/*.py")
        if path != Path("tests/test_house_rules.py")
        for number, line in enumerate(text(path).splitlines(), 1)
        if marks.search(line)
    ]
    assert not bare, said(bare)


def test_no_test_is_left_out():
    """A missing part is installed, not tested around."""
    left_out = [
        path
        for path in files("tests/**/*.py")
        if re.search(r"pytest\.(mark\.)?(skip|xfail|importorskip)", text(path))
    ]
    assert not left_out, said(left_out)


def test_every_blueprint_is_kept_from_the_others():
    contracts = tomllib.loads(text(Path("pyproject.toml")))["tool"]["importlinter"]["contracts"]
    independent = next(each for each in contracts if each["type"] == "independence")
    packages = {path.parent.name for path in files("remine_portal/web/*/__init__.py")}
    assert {f"remine_portal.web.{name}" for name in packages} == set(independent["modules"])


def test_no_file_names_a_package_index():
    index = re.compile(r"(?<!no-emit-)(index[-_]url|find[-_]links)|/simple\b|://[^/\s]*pypi")
    naming = [
        path
        for path in files("**")
        if path != Path("tests/test_house_rules.py")
        if path.suffix not in (".ttf", ".png", ".xlsx") and index.search(text(path))
    ]
    assert Path("requirements/run.txt") in files("**")
    assert not naming, said(naming)


def test_templates_are_html():
    strange = [path for path in files("templates/**") if path.suffix != ".html"]
    assert not strange, said(strange)


def test_templates_escape_what_they_print():
    unescaped = [
        path
        for path in files("templates/**")
        if re.search(r"\|\s*safe\b|autoescape", text(path))
        and str(path.relative_to("templates")) not in MAY_SAY_SAFE
    ]
    assert not unescaped, said(unescaped)


def test_pages_hold_no_inline_styles_or_scripts():
    """The content security policy would block them, on a customer's screen first.

    Paper and mails have no such policy, and many programs that show mails know no style sheet.
    """
    inline = re.compile(r"<[^>]*\s(style|on[a-z]+)\s*=|<style|<script(?![^>]*nonce)|javascript:")
    pages = [path for path in files("templates/**") if not {"documents", "mail"} & {*path.parts}]
    wrong = [path for path in pages if inline.search(text(path))]
    assert not wrong, said(wrong)


@cache
def files(pattern: str) -> list[Path]:
    """What git knows or would take, from the top of the house; never nothing."""
    listed = subprocess.run(
        ["git", "ls-files", "-zco", "--exclude-standard", "--deduplicate", f":(glob){pattern}"],
        cwd=HOUSE,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    found = [Path(name) for name in listed.split("\0") if name and (HOUSE / name).is_file()]
    assert found, f"the sweep found nothing like {pattern}"
    return found


def text(path: Path) -> str:
    return (HOUSE / path).read_text(encoding="utf-8", errors="replace")


def lines(path: Path) -> int:
    return len(text(path).splitlines())


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(text(path), str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(parsed(path)) if isinstance(node, FUNCTIONS))


def parameters(function: ast.FunctionDef) -> list[str]:
    given = function.args
    names = [each.arg for each in given.posonlyargs + given.args + given.kwonlyargs]
    return [name for name in names if name not in ("self", "cls")]


def calls(path: Path, *methods: str) -> list[str]:
    """Where something's method of one of these names is called."""
    return [
        f"{path}:{node.lineno} {ast.unparse(node.func)}"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in methods
    ]


def said(places: list) -> str:
    return "\n" + "\n".join(map(str, places))
