"""No text of the window is left without a translation, and all are said in the one chosen."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QPoint, QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QMenu,
    QMenuBar,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from fundusviewer.grading import grade_set_words
from fundusviewer.gui.text import formatting, translation
from fundusviewer.gui.text.message_catalogue import SENTENCES
from fundusviewer.gui.text.message_translation import translate_message
from fundusviewer.gui.window.about_dialog import AboutDialog
from fundusviewer.gui.window.main_window import MainWindow
from scripts import translations
from tests.gui.steps import is_idle, listed

ENGLISH, GERMAN = (translations.CATALOGUES / f"fundusviewer_{code}.ts" for code in ("en", "de"))
_HOLE = re.compile(r"\{\w*\}|%n")


@pytest.fixture(autouse=True)
def _english_again(qapp: QApplication) -> Iterator[None]:
    yield
    translation.choose("en")


def messages(catalogue: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Yield context, source and translations: one, or singular and plural."""
    # Our own file.
    for context in ElementTree.parse(catalogue).getroot().iter("context"):  # noqa: S314
        for message in context.iter("message"):
            target = message.find("translation")
            assert target is not None
            forms = [form.text or "" for form in target] or [target.text or ""]
            yield context.findtext("name") or "", message.findtext("source") or "", forms


# -- the catalogues --------------------------------------------------------------------------


@pytest.mark.parametrize("catalogue", [ENGLISH, GERMAN], ids=["en", "de"])
def test_every_text_of_the_code_is_translated(catalogue: Path, tmp_path: Path) -> None:
    """As the code is now: a text that nobody translated is found here."""
    fresh = Path(shutil.copy(catalogue, tmp_path))
    translations.collect(fresh)
    assert translations.unfinished(fresh) == []
    assert set(map(repr, messages(fresh))) == set(map(repr, messages(catalogue)))


@pytest.mark.parametrize("catalogue", [ENGLISH, GERMAN], ids=["en", "de"])
def test_what_the_program_reads_is_made_of_the_catalogue(catalogue: Path, tmp_path: Path) -> None:
    translations.release(catalogue, tmp_path / "made.qm")
    assert (tmp_path / "made.qm").read_bytes() == catalogue.with_suffix(".qm").read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows replaces no file that is open")
def test_a_running_program_keeps_the_catalogue_that_it_has_mapped(tmp_path: Path) -> None:
    target = tmp_path / "fundusviewer_de.qm"
    target.write_bytes(ENGLISH.with_suffix(".qm").read_bytes())
    with target.open("rb") as running:
        translations.release(GERMAN, target)
        assert running.read() == ENGLISH.with_suffix(".qm").read_bytes()
    assert target.read_bytes() == GERMAN.with_suffix(".qm").read_bytes()


def test_a_catalogue_that_cannot_be_made_leaves_the_one_before(tmp_path: Path) -> None:
    target = tmp_path / "fundusviewer_de.qm"
    target.write_bytes(b"before")
    with pytest.raises(subprocess.CalledProcessError):
        translations.release(tmp_path / "missing.ts", target)
    assert target.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [target]


def test_sentences_of_the_other_rooms_are_all_listed() -> None:
    assert translations.LIST.read_text(encoding="utf-8") == translations.sentence_list()


@pytest.mark.parametrize("catalogue", [ENGLISH, GERMAN], ids=["en", "de"])
def test_values_and_marks_survive_translation(catalogue: Path) -> None:
    for _, source, forms in messages(catalogue):
        for form in forms:
            needed, had = set(_HOLE.findall(source)), set(_HOLE.findall(form))
            # "The photograph" may stand for "the 1 photograph".
            assert had == needed or had | {"%n"} == needed, form
            assert form.count("&") == source.count("&"), form
            assert form.endswith("…") == source.endswith("…"), form
            assert form[:1].isspace() == source[:1].isspace(), form


def test_every_text_is_written_where_it_can_be_found() -> None:
    """Texts are constants in their calls: what is put together cannot be collected."""
    known = {(context, source) for context, source, _ in messages(GERMAN)}
    sources = {source for _, source in known}
    for path in sorted((translations.PACKAGE / "gui").rglob("*.py")):
        for context, text in _calls(ast.parse(path.read_text(encoding="utf-8"))):
            assert text in sources if context is None else (context, text) in known, (path, text)


def _calls(tree: ast.Module) -> Iterator[tuple[str | None, str]]:
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        name = ast.unparse(call.func).rsplit(".", 1)[-1]
        texts = [one.value for one in call.args if isinstance(one, ast.Constant)]
        if name == "tr":
            assert isinstance(texts[0], str), ast.unparse(call)
            yield None, texts[0]
        elif name in ("translate", "QT_TRANSLATE_NOOP") and len(texts) > 1:
            yield str(texts[0]), str(texts[1])


# -- sentences of the rooms without Qt -------------------------------------------------------


@pytest.mark.parametrize("template", SENTENCES)
def test_every_sentence_is_found_again_with_its_values(template: str) -> None:
    translation.choose("de")
    german = QCoreApplication.translate("Sentences", template)
    values = {str(number): f"Wert{number}" for number in range(1, 10)}

    def filled(text: str) -> str:
        return re.sub(r"\{(\d)\}", lambda hole: values[hole[1]], text)

    assert translate_message(filled(template)) == filled(german)


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("moderate NPDR", "mäßige NPDR"),
        (grade_set_words((2, 3)), "mäßige oder schwere NPDR"),
        ("Label: mild NPDR, 43.48%", "Ergebnis: milde NPDR, 43,48\N{NO-BREAK SPACE}%"),
        (
            "a.jpg: is not a picture that can be read; "
            "allowed are JPEG, PNG, TIFF, BMP, WebP, JPEG 2000, AVIF, HEIC, GIF and DICOM",
            "a.jpg: ist kein lesbares Bild; "
            "erlaubt sind JPEG, PNG, TIFF, BMP, WebP, JPEG 2000, AVIF, HEIC, GIF und DICOM",
        ),
        (
            "a.dcm: is truncated or has no pixels",
            "a.dcm: ist abgeschnitten oder hat keine Pixel",
        ),
        (
            "Too poor to grade: small lesions could not be seen in it. "
            "It is dark: dilate the pupil or raise the flash.",
            "Qualität reicht nicht zur Beurteilung: Kleine Läsionen wären nicht zu sehen. "
            "Sie ist dunkel: Pupille erweitern oder Blitz erhöhen.",
        ),
        # What the system says of the same stays as it says it.
        (
            "study.sqlite: the disk is full; free some space and try again (disk is full)",
            "study.sqlite: der Datenträger ist voll; schaffen Sie Platz und versuchen Sie es noch "
            "einmal (disk is full)",
        ),
        (
            "the database is read-only; choose one that can be written (readonly database)",
            "die Datenbank ist schreibgeschützt; wählen Sie eine, die beschrieben werden kann "
            "(readonly database)",
        ),
        ("reject", "ungeeignet"),
        ("a cat (tabby)", "a cat (tabby)"),
        ("Meier, Anna", "Meier, Anna"),
        ("tabby cat", "tabby cat"),
    ],
)
def test_what_is_put_together_is_said_in_parts(english: str, german: str) -> None:
    assert translate_message(english) == english.replace("43.48%", "43.48\N{NO-BREAK SPACE}%")
    translation.choose("de")
    assert translate_message(english) == german


# -- choosing --------------------------------------------------------------------------------


def test_there_are_two_languages() -> None:
    assert translation.available() == (("en", "English"), ("de", "Deutsch"))


def test_another_language_is_english_and_the_systems_is_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    translation.choose("fi")
    assert translation.chosen() == "en"
    monkeypatch.setattr(QLocale, "system", lambda: QLocale("de_AT"))
    translation.choose(None)
    assert translation.chosen() == "de"


@pytest.mark.parametrize(
    ("probability", "words"),
    [(0.0, "0"), (0.0034, "<_1"), (0.27, "27"), (0.9949, "99"), (0.9951, ">_99")],
)
def test_a_rounded_risk_is_never_none_and_never_certain(probability: float, words: str) -> None:
    narrow = "\N{NO-BREAK SPACE}"
    assert formatting.rough_percent(probability) == f"{words}_%".replace("_", narrow)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", "2026-03-04"),
        ("de", "04.03.2026"),
        ("fr", "04/03/2026"),
        ("es", "04/03/2026"),
        ("sv", "2026-03-04"),
        ("hu", "2026. 03. 04."),
        ("ja", "2026/03/04"),
        ("fa", "2026/03/04"),
        ("ar", "04/03/2026"),
    ],
)
def test_dates_have_the_languages_own_form(
    monkeypatch: pytest.MonkeyPatch, code: str, words: str
) -> None:
    monkeypatch.setattr(formatting, "chosen", lambda: code)
    assert formatting.day(date(2026, 3, 4)) == words
    assert formatting.moment("2026-03-04T12:00:00+00:00").startswith(f"{words} ")


def test_numbers_and_dates_follow() -> None:
    assert formatting.percent(0.4348) == "43.48\N{NO-BREAK SPACE}%"
    assert formatting.day(date(2026, 3, 14)) == "2026-03-14"
    translation.choose("de")
    assert formatting.percent(0.4348) == "43,48\N{NO-BREAK SPACE}%"
    assert formatting.day(date(2026, 3, 14)) == "14.03.2026"


@pytest.mark.parametrize(
    ("code", "one", "many"),
    [
        ("en", "1 photograph · 1 to review", "2 photographs · 2 to review"),
        ("de", "1 Aufnahme · 1 zu prüfen", "2 Aufnahmen · 2 zu prüfen"),
    ],
)
def test_one_photograph_is_no_photographs(
    window: MainWindow, photographs: list[Path], qtbot: QtBot, code: str, one: str, many: str
) -> None:
    translation.choose(code)
    for count, words in ((1, one), (2, many)):
        window.open_paths(photographs[:count])
        qtbot.waitUntil(partial(is_idle, window, count), timeout=20_000)
        assert window.worklist.heading.text() == words


def test_the_open_window_changes_its_language_and_back(
    window: MainWindow, photographs: list[Path], qtbot: QtBot
) -> None:
    window.open_paths(photographs)
    qtbot.waitUntil(lambda: is_idle(window, len(photographs)), timeout=20_000)
    before = texts(window)
    window.choices.set("language", "de")
    qtbot.waitUntil(lambda: window.is_idle)
    german = texts(window)
    assert window.result.card.headline.text() == "Überweisung"
    assert "Stadium 2: mäßige NPDR" in window.result.grade.text()
    assert window.settings.language == "de"
    assert {text for text in before & german if _in_words(text)} <= _IN_BOTH
    window.choices.set("language", "en")
    qtbot.waitUntil(lambda: window.is_idle)
    assert texts(window) == before


#: What is the same in English and German.
_IN_BOTH = {
    "&4  proliferative DR",
    "4  proliferative DR",
    "4: proliferative DR",
    "DICOM",
    "Filter",
    "Gamma",
    "Patient",
}


def _in_words(text: str) -> bool:
    """Return whether a text is neither a name of this test's files nor Qt's own."""
    names = r"/.*|.*\.(png|sqlite)|Tiny DR grader.*|screening|\d+ × .* bit|Scroll (Left|Right)"
    return bool(re.search(r"[A-Za-z]{3}", text)) and not re.fullmatch(names, text, re.DOTALL)


def test_nothing_in_the_window_is_left_without_translation(
    window: MainWindow, photographs: list[Path], qtbot: QtBot
) -> None:
    """A language in which every text has marks: what has none was never given to translation."""
    window.open_paths(photographs)
    qtbot.waitUntil(lambda: is_idle(window, len(photographs)), timeout=20_000)
    marks = _Marks()
    QCoreApplication.installTranslator(marks)
    try:
        translation._language().changed.emit()
        qtbot.waitUntil(lambda: window.is_idle)
        bare = {text for text in texts(window) if _in_words(text) and "⟦" not in text}
    finally:
        QCoreApplication.removeTranslator(marks)
    assert not bare


class _Marks(QTranslator):
    def translate(self, *arguments: object) -> str:
        return f"⟦{arguments[1]}⟧"

    def isEmpty(self) -> bool:  # noqa: N802
        return False


def texts(window: MainWindow) -> set[str]:
    """Return all that can be read or heard in the window, and in the one that it may open."""
    found = {window.inside.window.windowTitle()}
    for widget in window.findChildren(QWidget):
        found |= {widget.toolTip(), widget.accessibleName()}
        if isinstance(widget, QLabel | QAbstractButton):
            found.add(widget.text())
        if isinstance(widget, QLineEdit):
            found.add(widget.placeholderText())
        if isinstance(widget, QMenu):
            found.add(widget.title())
    for action in window.findChildren(QAction):
        found |= {action.text(), action.toolTip()}
    # How long drawing took differs from one drawing to the next.
    return {text for text in found if re.search(r"[A-Za-z]", text) and " ms: " not in text}


# -- it fits ---------------------------------------------------------------------------------


def menus(window: MainWindow) -> Iterator[tuple[str, list[str]]]:
    """Yield each menu's name and the texts of its entries."""
    bar = window.menuBar()
    assert isinstance(bar, QMenuBar)
    yield "bar", [action.text() for action in bar.actions()]
    for menu in window.findChildren(QMenu):
        yield menu.title(), [action.text() for action in menu.actions() if action.text()]


@pytest.mark.parametrize("code", ["en", "de"])
def test_no_two_entries_of_a_menu_have_the_same_letter(window: MainWindow, code: str) -> None:
    translation.choose(code)
    twice = {}
    for name, entries in menus(window):
        letters = [found[1].lower() for text in entries if (found := re.search("&(\\w)", text))]
        twice[name] = {letter for letter in letters if letters.count(letter) > 1}
    assert not any(twice.values()), twice


#: The last one is 4K at 300 %.
_SMALL = [(1366, 768), (1280, 720)]


@pytest.mark.parametrize("size", _SMALL, ids=["1366", "1280"])
@pytest.mark.parametrize("code", ["en", "de"])
def test_words_fit_on_a_small_screen(
    window: MainWindow,
    photographs: list[Path],
    qtbot: QtBot,
    code: str,
    size: tuple[int, int],
) -> None:
    translation.choose(code)
    window.resize(*size)
    window.open_paths(photographs)
    qtbot.waitUntil(lambda: is_idle(window, len(photographs)), timeout=20_000)
    QApplication.processEvents()
    assert (window.width(), window.height()) == size
    usual = (330, 360) if size[0] > 1300 else (300, 320)
    assert (window.worklist.width(), window.result.width()) == usual
    for heatmap in (True, False):
        assert window.actions_table["heatmap"].isChecked() is heatmap
        for button in window.findChildren(QAbstractButton):
            if button.isVisible() and button.text() and not isinstance(button, QDialogButtonBox):
                assert button.width() >= _needed(button), button.text()
        window.actions_table["heatmap"].trigger()
        QApplication.processEvents()
    card = window.result.card
    for label in (card.headline, card.advice, window.result.grade):
        words = max(label.text().split(), key=label.fontMetrics().horizontalAdvance)
        assert label.fontMetrics().horizontalAdvance(words) <= label.width(), label.text()
        assert label.heightForWidth(label.width()) <= label.height(), label.text()
    assert len(listed(window)) == len(photographs)


@pytest.mark.parametrize("code", ["en", "de"])
def test_the_notice_is_whole_in_the_about_dialog(qtbot: QtBot, code: str) -> None:
    translation.choose(code)
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    notice = dialog.notice
    assert notice.width() >= notice.fontMetrics().horizontalAdvance(notice.text())
    # Whose photographs the samples are is said, as their licences ask.
    said = "\n".join(one.text() for one in dialog.findChildren(QLabel))
    assert all(name in said for name in ("Häggström", "CC0", "IDRiD", "Porwal", "CC BY 4.0"))


def _needed(button: QAbstractButton) -> int:
    """Return the width that a button's words take."""
    shown = button.text().replace("&", "")
    if isinstance(button, QToolButton):
        if button.toolButtonStyle().name == "ToolButtonIconOnly" and not button.icon().isNull():
            return 0
        if button.defaultAction() is not None:
            shown = button.defaultAction().iconText()
    assert button.mapTo(button.window(), QPoint(0, 0)).x() >= 0
    symbol = 0 if button.icon().isNull() else button.iconSize().width()
    return symbol + button.fontMetrics().horizontalAdvance(shown)
