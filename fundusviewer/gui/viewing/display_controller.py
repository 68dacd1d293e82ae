"""Channels, local contrast, brightness, contrast, gamma and inversion, by key and by dragging.

All of it is for the eye alone: it stays on from photograph to photograph, a mark on the picture
says so, and one key goes back. Neither the network nor an exported file knows of it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence

from fundusviewer.gui.commands.actions import Actions
from fundusviewer.gui.text.formatting import number, signed_percent
from fundusviewer.gui.threads.job_pool import JobPool
from fundusviewer.gui.viewer.image_view import ImageView
from fundusviewer.gui.viewer.view_badges import DisplayMark
from fundusviewer.gui.viewer.zoomable_view import UPRIGHT
from fundusviewer.gui.viewing.display_filter import Enhancer
from fundusviewer.imaging.display import ORIGINAL, Channel, DisplaySettings

_CHANNELS = {"green": Channel.GREEN, "red": Channel.RED, "blue": Channel.BLUE}

#: What one key press changes: brightness, contrast, and gamma as a factor.
_TONE_KEYS = {
    "brighter": (0.1, 0.0, 1.0),
    "darker": (-0.1, 0.0, 1.0),
    "more_contrast": (0.0, 0.1, 1.0),
    "less_contrast": (0.0, -0.1, 1.0),
    "lighter_shadows": (0.0, 0.0, 2**0.25),
    "darker_shadows": (0.0, 0.0, 2**-0.25),
}

#: Dragging over the whole view changes brightness and contrast by this, and gamma by its power
#: of two.
_DRAG = 2.0


class DisplayController(QObject):
    """Holds how photographs are shown, for all views.

    Signals
    -------
    changed(DisplaySettings)
        They are shown in another way.
    """

    changed = Signal(object)

    def __init__(self, actions: Actions, background: JobPool, parent: QObject) -> None:
        super().__init__(parent)
        self._actions, self._background = actions, background
        self.display = ORIGINAL
        self.marks: list[tuple[Enhancer, DisplayMark]] = []
        self._views: list[ImageView] = []
        for name, channel in _CHANNELS.items():
            actions[name].triggered.connect(
                lambda on, channel=channel: self._choose_channel(channel, on)
            )
        for name, (brightness, contrast, gamma) in _TONE_KEYS.items():
            step = partial(self.tone, brightness=brightness, contrast=contrast, gamma=gamma)
            actions[name].triggered.connect(lambda *_, step=step: step())
        actions["equalise"].triggered.connect(lambda on: self._set(equalised=on))
        actions["invert"].triggered.connect(lambda on: self._set(inverted=on))
        actions["original"].triggered.connect(self._restore)

    @property
    def is_idle(self) -> bool:
        """Whether all views show what is wanted."""
        return all(enhancer.is_idle for enhancer, _ in self.marks)

    def add_view(self, view: ImageView) -> Enhancer:
        """Let a view show photographs as they are wanted."""
        enhancer, mark = Enhancer(view, self._background), DisplayMark(view)
        self.marks.append((enhancer, mark))
        self._views.append(view)
        view.tone_dragged.connect(self._drag)
        view.turned.connect(self.retranslate)
        mark.clicked.connect(self._restore)
        enhancer.show(self.display)
        self.retranslate()
        return enhancer

    def retranslate(self) -> None:
        """Put into words again how photographs are shown."""
        for view, (_, mark) in zip(self._views, self.marks, strict=True):
            mark.show_words(self._words(view))

    def _restore(self) -> None:
        """Show photographs as the camera made them."""
        for view in self._views:
            view.orient(UPRIGHT)
        self._take(ORIGINAL)

    def tone(self, *, brightness: float, contrast: float, gamma: float) -> None:
        """Change brightness and contrast by a sum, gamma by a factor."""
        self._take(self.display.with_tone(brightness=brightness, contrast=contrast, gamma=gamma))

    def set_tone(self, name: str, value: float) -> None:
        """Set brightness, contrast or gamma, by its name in the settings."""
        self._set(**{name: value})

    def _drag(self, right: float, up: float, shift: bool) -> None:
        if shift:
            self.tone(brightness=0.0, contrast=0.0, gamma=2 ** (_DRAG * up))
        else:
            self.tone(brightness=_DRAG * up, contrast=_DRAG * right, gamma=1.0)

    def _choose_channel(self, channel: Channel, on: bool) -> None:
        self._set(channel=channel if on else Channel.COLOUR)

    def _set(self, **changes: object) -> None:
        self._take(replace(self.display, **changes))  # type: ignore[arg-type]

    def _take(self, display: DisplaySettings) -> None:
        self.display = display
        for name, channel in _CHANNELS.items():
            self._actions[name].setChecked(display.channel is channel)
        self._actions["equalise"].setChecked(display.equalised)
        self._actions["invert"].setChecked(display.inverted)
        for enhancer, _ in self.marks:
            enhancer.show(display)
        self.retranslate()
        self.changed.emit(display)

    def _words(self, view: ImageView) -> str:
        """Return what is on, and the key that ends it."""
        display = self.display
        orientation = view.orientation
        if display.is_original and orientation == UPRIGHT:
            return ""
        channels = {
            Channel.GREEN: self.tr("Red-free (green channel)"),
            Channel.RED: self.tr("Red channel"),
            Channel.BLUE: self.tr("Blue channel"),
        }
        words = [channels.get(display.channel, "")]
        words.append(self.tr("Local contrast enhanced") if display.equalised else "")
        words.append(self.tr("Inverted") if display.inverted else "")
        for name, value in (
            (self.tr("Brightness"), display.brightness),
            (self.tr("Contrast"), display.contrast),
        ):
            words.append(f"{name} {signed_percent(value)}" if value else "")
        gamma = self.tr("Gamma {value}").format(value=number(display.gamma, 2))
        words.append(gamma if display.gamma != 1 else "")
        turned = self.tr("Turned by {angle}°").format(angle=90 * orientation.turns)
        words.append(turned if orientation.turns else "")
        words.append(self.tr("MIRRORED") if orientation.mirrored else "")
        key = self._actions["original"].shortcut()
        back = self.tr("{key}: original").format(
            key=key.toString(QKeySequence.SequenceFormat.NativeText)
        )
        return " · ".join([*filter(None, words), back])
