"""What a release is made with: version, changelog, workflow, signing, checksums."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

pytest.importorskip("packaging")
from distribution import make
from distribution.changes import changes
from distribution.description import WINDOW, file_types
from fundusviewer import __version__

ROOT = Path(__file__).parents[2]
WORKFLOW = ROOT / ".github" / "workflows" / "release.yml"


def test_the_changelog_speaks_of_this_version() -> None:
    assert len(changes((ROOT / "CHANGELOG.md").read_text("utf-8"), __version__)) > 100


def test_changes_of_one_version() -> None:
    text = "# Changelog\n\n## 2.0.0\n\n- New.\n\n## 1.0.0 (2026-01-01)\n\n- Old.\n"
    assert changes(text, "2.0.0") == "- New."
    assert changes(text, "1.0.0") == "- Old."
    with pytest.raises(LookupError, match="3"):
        changes(text, "3.0.0")
    with pytest.raises(LookupError):
        changes(text, "1.0")


def test_the_version_is_in_one_place() -> None:
    pattern = re.compile(rf"(?<![\d.]){re.escape(__version__)}(?![\d.])")
    sources = [
        *(ROOT / "fundusviewer").rglob("*.py"),
        *(ROOT / "distribution").glob("*.py"),
        *(ROOT / "distribution").glob("*.iss"),
        *(ROOT / name for name in ("build.spec", "pyproject.toml", "Makefile")),
        WORKFLOW,
    ]
    found = [path for path in sources if pattern.search(path.read_text("utf-8"))]
    assert found == [ROOT / "fundusviewer" / "__init__.py"]


def _workflows_and(*others: str) -> str:
    files = [*(ROOT / ".github" / "workflows").glob("*.yml"), *(ROOT / name for name in others)]
    return "\n".join(path.read_text("utf-8") for path in files)


def test_words_for_systems_packages_are_known() -> None:
    """One that the script does not know ends the workflow before its first test."""
    called = re.findall(
        r"system-packages\.sh((?: [a-z]+)+)$", _workflows_and("Makefile"), re.MULTILINE
    )
    words = {word for words in called for word in words.split()}
    assert words >= {"testing", "building"}
    script = ROOT / "scripts" / "system-packages.sh"
    subprocess.run(["sh", str(script), "programs", *sorted(words)], check=True, capture_output=True)


def test_what_workflows_make_can_be_made() -> None:
    made = set(re.findall(r"run: make ([a-z-]+)", _workflows_and()))
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert {"audit", "coverage"} <= made <= targets


def test_commands_of_the_workflow_exist() -> None:
    text = WORKFLOW.read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    made = set(re.findall(r"\bmake ([a-z-]+)", text))
    assert made
    assert made <= targets
    modules = set(re.findall(r"python3? -m ([a-z.]+)", text)) - {"pip"}
    assert modules == {"distribution.make", "distribution.changes"}
    assert all(find_spec(module) for module in modules)
    for script in re.findall(r"\bsh (\S+\.sh)", text):
        assert (ROOT / script).is_file()
    for system in ("ubuntu-", "windows-", "macos-"):
        assert system in text
    assert "doctor --self-test" in text


@pytest.mark.skipif(shutil.which("actionlint") is None, reason="actionlint is not installed")
def test_the_workflow_is_valid() -> None:
    subprocess.run(["actionlint", str(WORKFLOW)], check=True)


def test_windows_installer_offers_every_type_of_photograph() -> None:
    text = (ROOT / "distribution" / "windows.iss").read_text("utf-8")
    offered = re.findall(r'^#emit Offered\("(\.\w+)"\)', text, re.MULTILINE)
    assert offered == [suffix for kind in file_types() for suffix in kind.suffixes]
    assert f'#define Program "{WINDOW}"' in text
    # Everything that the script takes from outside is given by distribution/make.py.
    given = set(re.findall(r'f"/D(\w+)=', Path(make.__file__).read_text("utf-8")))
    assert given == {"Version", "Folder", "Target", "Name"}
    assert set(re.findall(r"{#(\w+)[}\\]", text)) - {"Program"} == given


def test_checksums(tmp_path: Path) -> None:
    (tmp_path / "b.deb").write_bytes(b"b")
    (tmp_path / "a.tar.xz").write_bytes(b"a")
    lines = make.write_checksums(tmp_path).read_text("ascii").splitlines()
    assert lines == [
        f"{hashlib.sha256(b'a').hexdigest()}  a.tar.xz",
        f"{hashlib.sha256(b'b').hexdigest()}  b.deb",
    ]


def test_size_counts_no_link_twice(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a").write_bytes(b"12345")
    (tmp_path / "b").symlink_to(tmp_path / "folder" / "a")
    assert make.size_of(tmp_path) == 5


def test_programs_are_signed_where_a_command_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "a b.exe"
    program.write_bytes(b"program")
    monkeypatch.setenv("FUNDUSVIEWER_SIGN_COMMAND", "")
    make.sign([program])
    assert program.read_bytes() == b"program"
    signer = "import sys, pathlib; pathlib.Path(sys.argv[2]).write_text(sys.argv[1])"
    monkeypatch.setenv("FUNDUSVIEWER_SIGN_COMMAND", f'{sys.executable} -c "{signer}" "by a clinic"')
    make.sign([program])
    assert program.read_text() == "by a clinic"
    monkeypatch.setenv("FUNDUSVIEWER_SIGN_COMMAND", f'{sys.executable} -c "raise SystemExit(3)"')
    with pytest.raises(subprocess.CalledProcessError):
        make.sign([program])
