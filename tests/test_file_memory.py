"""What is remembered of files is forgotten together."""

from __future__ import annotations

import ast
from pathlib import Path

from fundusviewer.file_memory import forget_files, remembered_files, remembers_files

PACKAGE = Path(__file__).parents[1] / "fundusviewer"

#: So much may be remembered for ever.
_FEW = 256


def test_it_is_told_once_until_it_is_forgotten() -> None:
    asked = []

    @remembers_files(2)
    def size(path: Path) -> int:
        asked.append(path)
        return len(path.name)

    before = remembered_files()
    assert [size(Path("ab")), size(Path("ab"))] == [2, 2]
    assert asked == [Path("ab")]
    assert remembered_files() == before + 1
    forget_files()
    assert remembered_files() == 0
    assert size(Path("ab")) == 2
    assert len(asked) == 2


def test_what_is_not_used_any_more_is_not_kept_for_its_memory() -> None:
    forget_files()

    def remember() -> None:
        remembers_files(2)(len)("x")

    remember()
    assert remembered_files() == 0


def test_large_memories_are_those_that_can_be_forgotten() -> None:
    """What remembers more than some hundred things of files would hold them for ever."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or "lru_cache" not in ast.unparse(node.func):
                continue
            most = [*node.args, *(one.value for one in node.keywords if one.arg == "maxsize")]
            fixed = [one.value for one in most if isinstance(one, ast.Constant)]
            if len(fixed) != 1 or not isinstance(fixed[0], int) or fixed[0] > _FEW:
                found.append(f"{path.relative_to(PACKAGE)}:{node.lineno}")
    # It takes how many from whoever uses it; the values of rows are numbers and short texts.
    own = [one for one in found if one.startswith(("file_memory.py", "screening/rows.py"))]
    assert found == own
