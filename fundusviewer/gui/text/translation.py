"""The language of the window: which ones there are, and changing it while the window is open.

The texts stand in English in the code; ``assets/translations`` holds the other languages
(``docs/adr/0013-languages.md``).
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator, Signal

from fundusviewer.resources import asset, languages

#: The language of the texts in the code.
SOURCE = "en"

_FOLDER = "translations"


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: ARG001
    """Return the text as it is; ``lupdate`` finds it by this function's name.

    Qt's own function does the same but is typed to return anything.
    """
    return text


def available() -> tuple[tuple[str, str], ...]:
    """Return code and own name of each language, the code's own first.

    Examples
    --------
    >>> available()
    (('en', 'English'), ('de', 'Deutsch'))
    """
    return tuple((code, _own_name(code)) for code in languages())


def choose(code: str | None) -> None:
    """Let the program speak a language, at once and everywhere.

    Parameters
    ----------
    code
        One of :func:`available`; ``None`` for the system's. Where there is no such language, the
        program speaks English.
    """
    language = _language()
    chosen = _known(code)
    if chosen != language.code:
        language.speak(chosen)


def chosen() -> str:
    """Return the code of the language that the program speaks."""
    return _language().code or SOURCE


def on_language_changed(say: Callable[[], None]) -> None:
    """Call a method now, and again whenever the language has changed.

    Parameters
    ----------
    say
        Sets the texts that stand still: a method of an object of Qt. What goes away is called no
        more. The methods are called in the order in which they came here.
    """
    say()
    _language().changed.connect(say)


class _Language(QObject):
    """What the program speaks now."""

    changed = Signal()

    def __init__(self, parent: QObject | None) -> None:
        super().__init__(parent)
        self.code = ""
        self._translators: list[QTranslator] = []

    def speak(self, code: str) -> None:
        for translator in self._translators:
            QCoreApplication.removeTranslator(translator)
        self.code, self._translators = code, []
        QLocale.setDefault(_locale(code))
        self._add(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        # For English only singular and plural.
        self._add(f"fundusviewer_{code}", str(asset(_FOLDER)))
        self.changed.emit()

    def _add(self, name: str, folder: str) -> None:
        translator = QTranslator(self)
        # Qt's own words may be missing, and are for English; the program's are there (available).
        if translator.load(name, folder):
            QCoreApplication.installTranslator(translator)
            self._translators.append(translator)


def _language() -> _Language:
    """Return the one language of the one application."""
    application = QCoreApplication.instance()
    if application is None:
        raise RuntimeError("there is no application that could speak")
    known = application.findChild(_Language)
    return known if isinstance(known, _Language) else _Language(application)


def _known(code: str | None) -> str:
    wanted = code or QLocale.languageToCode(QLocale.system().language())
    return wanted if wanted in (known for known, _ in available()) else SOURCE


def _locale(code: str) -> QLocale:
    """Return how numbers and dates are written: as the system does, where it speaks the same."""
    system, named = QLocale.system(), QLocale(code)
    return system if system.language() == named.language() else named


def _own_name(code: str) -> str:
    # "American English" is more than is meant.
    return "English" if code == SOURCE else QLocale(code).nativeLanguageName()
