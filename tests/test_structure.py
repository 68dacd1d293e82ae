"""The house stays a house: small folders, no circles, no widgets where state is kept.

What import-linter can say (pyproject.toml) is not said here again.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "fundusviewer"

_MOST = 20
_FOLDERS = sorted({path.parent for top in (PACKAGE, ROOT / "tests") for path in top.rglob("*.py")})
_MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in PACKAGE.rglob("*.py")
}


def _imports(path: Path) -> Iterator[str]:
    """Yield all that a file imports, late and type-checking imports included."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            for alias in node.names:
                yield f"{node.module}.{alias.name}"
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def _module(name: str) -> str:
    """Return the module that is loaded for an imported name."""
    return name if name in _MODULES else name.rpartition(".")[0]


@pytest.mark.parametrize("folder", _FOLDERS, ids=lambda folder: str(folder.relative_to(ROOT)))
def test_a_folder_can_be_overlooked(folder: Path) -> None:
    modules = [path.name for path in folder.glob("*.py") if path.name != "__init__.py"]
    assert len(modules) <= _MOST, "make a package of those that belong together"


def test_no_circular_imports() -> None:
    graph = {
        name: {_module(one) for one in _imports(path)} & _MODULES.keys() - {name}
        for name, path in _MODULES.items()
    }
    TopologicalSorter(graph).prepare()


@pytest.mark.parametrize("package", ["settings", "state", "text", "threads"])
def test_state_knows_no_widgets(package: str) -> None:
    files = sorted((PACKAGE / "gui" / package).rglob("*.py"))
    assert len(files) > 1
    for path in files:
        assert not [name for name in _imports(path) if "QtWidgets" in name], path.name


#: Tests that need more than one room of the product.
_BESIDE = {"data", "distribution", "fuzz", "helpers", "package", "scripts", "web/browser", "window"}


def test_tests_mirror_the_package() -> None:
    here, there = (
        {path.parent.relative_to(top).as_posix() for path in top.rglob("__init__.py")}
        for top in (ROOT / "tests", PACKAGE)
    )
    beside = {name for name in here if any(f"{name}/".startswith(f"{one}/") for one in _BESIDE)}
    assert here - beside == there


def test_the_map_names_what_is_there() -> None:
    """A file that is moved or renamed is moved on the map, too."""
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    named = re.findall(r"`([a-z_]+/[\w/]*(?:\.\w+)?)`", text)
    assert len(named) > 50
    missing = [name for name in named if not any((top / name).exists() for top in (PACKAGE, ROOT))]
    assert not missing
