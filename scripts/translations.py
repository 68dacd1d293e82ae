"""Brings the catalogues of translations up to date: ``make translations``.

1. Collects what the rooms without Qt say to the user, and the words of the printed report, into
   ``gui/text/message_catalogue.py``.
2. Has ``lupdate`` put every text of the window into ``assets/translations/*.ts``.
3. Has ``lrelease`` make the ``.qm`` files that the program reads.
4. Writes the same for pages in a browser, which are served without Qt, as ``.json``.

Whatever is not translated yet is named at the end.
"""

from __future__ import annotations

import ast
import html
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

from fundusviewer.atomic import atomic_file, write_atomically

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "fundusviewer"
CATALOGUES = ROOT / "assets" / "translations"
LIST = PACKAGE / "gui" / "text" / "message_catalogue.py"

#: What is read for sentences. What goes into DICOM objects and tables stays English.
SOURCES = (
    "anatomy",
    "atomic.py",
    "dicom",
    "grading",
    "gui/settings/settings_file.py",
    "gui/threads/job_pool.py",
    "imaging",
    "inference",
    "overlay",
    "reporting/redaction.py",
    "screening",
    "training/clinic",
    "versioned_file.py",
    "web/accounts.py",
    "web/pictures.py",
    "web/uploading.py",
)
LEFT_OUT = (
    "dicom/capture.py",
    "dicom/codes.py",
    "dicom/document.py",
    "dicom/deidentification/profile.py",
    "dicom/presentation_state.py",
    "dicom/result.py",
    "dicom/structured_report.py",
    "imaging/dicom/tags.py",
    "screening/database/queries.py",
    "screening/database/schema.py",
    "screening/database/soundness.py",
    "screening/database/view.py",
)

#: What is read for the words of the printed report and of the pages in a browser: what is handed to
#: these functions.
REPORT_SOURCES = ("cli/report.py", "cli/screen.py", "reporting", "web")
#: The pages, and how they call them.
TEMPLATES = "web/templates/*.html"
_IN_TEMPLATE = re.compile(r"""\bsay\(\s*(?:"([^"]*)"|'([^']*)')""")
_REPORT_FUNCTION = re.compile(r"(.+\.)?_?(say|phrase)")

#: What is no sentence though it has several words: names of layers, SQL, what others say.
_NO_SENTENCE = re.compile(
    r"SELECT|COLLATE|NULL|CASE {|r\.decision|\|\| |= |NEW\."
    r"|^(could not decode|regions notice|colour bar|heat map|built with|golden vector"
    r"|Value error, |not a database|is full|unable to open|OD/OS, date (first|last)"
    r"|FundusViewer .*|Diabetic retinopathy: finding"
    r"|Basic Application .*|Call.* AE title not recognised|Local limit exceeded"
    r"|Temporary congestion|Invalid SOS parameters .*)$"
)
_SENTENCE = re.compile(r"[a-z]{2,}[^ ]* .*[a-z]{2}")

#: Said by our own errors; the texts of others are for programmers.
_NOT_FOR_USERS = re.compile(
    r"log\.\w+|(.+\.)?(ValueError|TypeError|RuntimeError|OSError|TimeoutError|deprecated"
    r"|compile|execute(many)?|fullmatch|match|getattr|split)"
)

#: Sentences that are too short to be told from other words.
_SHORT = (
    "mild NPDR",
    "moderate NPDR",
    "severe NPDR",
    "proliferative DR",
    "Label: {1}, {2}",
    " of {1}",
    "high",
    "low",
    # Labels of models that are trained for quality, and those that others use most.
    "good",
    "usable",
    "reject",
    "normal",
    "cataract",
    "glaucoma",
)

_HEAD = '''"""What the rooms without Qt say; made by ``make translations``."""

from fundusviewer.gui.text.translation import QT_TRANSLATE_NOOP

# ruff: noqa: E501
# fmt: off
'''


def main() -> int:
    """Do all three steps."""
    write_atomically(LIST, sentence_list().encode("utf-8"))
    for catalogue in sorted(CATALOGUES.glob("fundusviewer_*.ts")):
        collect(catalogue)
        release(catalogue, catalogue.with_suffix(".qm"))
        release_for_pages(catalogue, catalogue.with_suffix(".json"))
    missing = [text for catalogue in CATALOGUES.glob("*.ts") for text in unfinished(catalogue)]
    print("\n".join(["Not translated:", *missing] if missing else ["All texts are translated."]))
    return 1 if missing else 0


def collect(catalogue: Path) -> None:
    """Put the texts of the code as it is now into a catalogue; translations are kept."""
    sources = [str(path) for path in sorted((PACKAGE / "gui").rglob("*.py"))]
    # In English only singular and plural differ from what stands in the code.
    plural = ["-pluralonly"] if catalogue.stem.endswith("_en") else []
    options = ["-locations", "none", "-no-obsolete", "-silent", *plural]
    _run("pyside6-lupdate", *options, *sources, "-ts", str(catalogue))


def release(catalogue: Path, target: Path) -> None:
    """Make what the program reads of a catalogue; a program that runs keeps the file it has."""
    # Qt maps the file into memory: written in place, it would shrink under a running program.
    with atomic_file(target) as partial:
        _run("pyside6-lrelease", "-silent", str(catalogue), "-qm", str(partial))


def release_for_pages(catalogue: Path, target: Path) -> None:
    """Make what pages in a browser read: words, sentences, and how numbers and dates are written.

    English needs none: it stands in the code.
    """
    code = catalogue.stem.rpartition("_")[2]
    if code == "en":
        return
    from PySide6.QtCore import QLocale

    from fundusviewer.gui.text.formatting import day_form

    # Our own file.
    contexts = ElementTree.parse(catalogue).getroot().iter("context")  # noqa: S314
    texts = {
        context.findtext("name"): {
            message.findtext("source"): message.findtext("translation")
            for message in context.iter("message")
            if message.find("translation[@type]") is None
        }
        for context in contexts
    }
    spoken = {
        "name": QLocale(code).nativeLanguageName(),
        "decimal_point": QLocale(code).decimalPoint(),
        "day_form": day_form(code),
        "words": texts["Report"],
        "sentences": texts["Sentences"],
    }
    text = json.dumps(spoken, ensure_ascii=False, indent=0, sort_keys=True)
    write_atomically(target, text.encode("utf-8"))


def unfinished(catalogue: Path) -> list[str]:
    """Return the texts of a catalogue that have no translation yet."""
    # Our own file.
    root = ElementTree.parse(catalogue).getroot()  # noqa: S314
    return [
        f"{catalogue.stem}: {context.findtext('name')}: {message.findtext('source')}"
        for context in root.iter("context")
        for message in context.iter("message")
        if message.find("translation[@type]") is not None
    ]


def sentence_list() -> str:
    """Return the module with all sentences."""
    return (
        f"{_HEAD}SENTENCES = (\n{_noted('Sentences', sentences())})\n\n"
        "# The words of the printed report and of the pages in a browser.\n"
        f"REPORT = (\n{_noted('Report', report_words())})\n"
        "# fmt: on\n"
    )


def _noted(context: str, texts: Iterable[str]) -> str:
    return "".join(f'    QT_TRANSLATE_NOOP("{context}", {text!r}),\n' for text in texts)


def sentences() -> list[str]:
    """Return what the rooms without Qt say, with ``{1}``, ``{2}``, … for what is put in."""
    found = set(_SHORT)
    for path in _modules(SOURCES):
        found.update(filter(_is_sentence, _texts(ast.parse(path.read_text(encoding="utf-8")))))
    return sorted(found | set(_grade_sets()))


def _grade_sets() -> Iterator[str]:
    """Yield the words of all prediction sets: neighbours on the scale."""
    from fundusviewer.grading import GRADE_NAMES, grade_set_words

    for first, last in combinations(range(len(GRADE_NAMES)), 2):
        yield grade_set_words(range(first, last + 1))


def report_words() -> list[str]:
    """Return what report and pages say of themselves, with ``{names}`` for what is put in."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in _modules(REPORT_SOURCES))
    return sorted({text for tree in trees for text in _words(tree)} | set(page_words()))


def page_words() -> Iterator[str]:
    """Yield what the pages in a browser say."""
    for path in sorted(PACKAGE.glob(TEMPLATES)):
        for double, single in _IN_TEMPLATE.findall(path.read_text(encoding="utf-8")):
            yield html.unescape(double or single)


def _words(tree: ast.AST) -> Iterator[str]:
    """Yield the constants that a module hands to the functions that say them."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and _REPORT_FUNCTION.fullmatch(ast.unparse(call.func)):
            text = call.args[0]
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                yield text.value


def _modules(names: Iterable[str]) -> Iterator[Path]:
    left_out = {PACKAGE / name for name in LEFT_OUT}
    for name in names:
        source = PACKAGE / name
        paths = sorted(source.rglob("*.py")) if source.is_dir() else [source]
        yield from (path for path in paths if path not in left_out)


def _is_sentence(text: str) -> bool:
    return bool(_SENTENCE.search(text)) and not _NO_SENTENCE.search(text)


def _texts(node: ast.AST) -> Iterator[str]:
    """Yield the texts of a module that are neither docstrings nor for programmers."""
    if isinstance(node, ast.Call) and _NOT_FOR_USERS.fullmatch(ast.unparse(node.func)):
        return
    text = _template(node)
    if text is not None:
        yield text
    for child in ast.iter_child_nodes(node):
        if isinstance(node, ast.JoinedStr) and isinstance(child, ast.Constant):
            continue
        if not _is_docstring(child):
            yield from _texts(child)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _template(node: ast.AST) -> str | None:
    """Return a text with numbers for what is put in; ``None`` for what is no text."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        parts = re.split(r"\{\w+\}", node.value)
    elif isinstance(node, ast.JoinedStr):
        parts = _fixed(node)
    else:
        return None
    return parts[0] + "".join(f"{{{n}}}{part}" for n, part in enumerate(parts[1:], 1))


def _fixed(node: ast.JoinedStr) -> list[str]:
    """Return what stands between the values that are put into a text."""
    parts = [""]
    for value in node.values:
        if isinstance(value, ast.Constant):
            parts[-1] += str(value.value)
        else:
            parts.append("")
    return parts


def _run(program: str, *arguments: str) -> None:
    subprocess.run([Path(sys.executable).with_name(program), *arguments], check=True)  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
