"""Digits on keyboards that give them only with Shift: the row of digits grades there, too."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QWidget

#: What stands on the keys 0–4 of a row that gives digits with Shift: French and Belgian, the
#: newer French, BÉPO, Czech, Slovak, Lithuanian and Vietnamese. What has a meaning of its own in
#: the window (+ zooms) is left out.
_ROW = {0: "àé*đ", 1: '&"ąàă', 2: "é«ěľčâ", 3: '"»šęèê', 4: "'(čėêô"}

#: The same where the system does not tell which key it was: French alone, to be sure.
_FRENCH = {sign: digit for digit, sign in enumerate("à&é\"'")}

#: Numbers of the keys 0–4 as the system counts them: X11 and Wayland, Windows, macOS.
_LINUX, _WINDOWS = (19, 10, 11, 12, 13), (11, 2, 3, 4, 5)
_MACOS = (0x1D, 0x12, 0x13, 0x14, 0x15)

_DIGITS = (Qt.Key.Key_0, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4)
_SHIFT, _KEYPAD = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier


def digit_of(event: QKeyEvent) -> int | None:
    """Return the grade 0–4 that a key stands for; ``None`` for every other key.

    A digit is itself, with Shift too. A sign counts only where it stands on the key of that digit:
    the same sign elsewhere, on another keyboard, is no grade.
    """
    if event.modifiers() & ~(_SHIFT | _KEYPAD):
        return None
    key = Qt.Key(event.key()) if event.key() in _DIGITS else None
    if key is not None:
        return _DIGITS.index(key)
    sign = event.text().lower() or _sign(event.key())
    value = unicodedata.decimal(sign, None) if len(sign) == 1 else None
    if value is not None:
        # Arabic, Persian, Devanagari, Thai, …: a digit is itself in every script.
        return int(value) if value < len(_DIGITS) else None
    if event.modifiers() & _SHIFT or len(sign) != 1:
        return None
    place = _place(event)
    if place is None:
        return _FRENCH.get(sign) if not event.nativeScanCode() else None
    return place if sign in _ROW[place] else None


def _place(event: QKeyEvent) -> int | None:
    """Return the digit on whose key the event happened, whatever the layout; ``None`` for none."""
    if sys.platform == "darwin":
        places, native = _MACOS, event.nativeVirtualKey()
    else:
        places = _WINDOWS if sys.platform == "win32" else _LINUX
        native = event.nativeScanCode()
    return places.index(native) if native in places else None


def _sign(key: int) -> str:
    """Return the letter of a key without text; keys that are no letters have none."""
    return chr(key).lower() if key < Qt.Key.Key_Escape.value else ""


class DigitKeys(QObject):
    """Gives grades for keys that nobody took: shortcuts and text fields come first.

    Parameters
    ----------
    grade
        Called with the grade.
    window
        Gets the keys that the widgets in it leave.
    greedy
        Widgets that would search what they list for a sign that is typed.
    """

    def __init__(self, grade: Callable[[int], None], window: QWidget, *greedy: QWidget) -> None:
        super().__init__(window)
        self._grade = grade
        boxes = (box for box in window.findChildren(QComboBox) if not box.isEditable())
        for widget in (window, *greedy, *boxes):
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a key of the row of digits."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            digit = digit_of(event)
            if digit is not None:
                if not event.isAutoRepeat():
                    self._grade(digit)
                return True
        return super().eventFilter(watched, event)
