"""Colours of the window, light and dark. The photograph's surround is black in both."""

from __future__ import annotations

from dataclasses import dataclass, fields
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from fundusviewer.gui.settings.schema import ThemeChoice
from fundusviewer.resources import asset


@dataclass(frozen=True)
class Colours:
    """The colours of one theme.

    Text reaches 4.5:1 on every ground, also where it is disabled, and ``border``, the frame of what
    can be pressed or typed into, 3:1 (WCAG 2.1, level AA). ``line`` only divides.
    """

    window: str
    surface: str
    raised: str
    border: str
    line: str
    text: str
    muted: str
    disabled: str
    accent: str
    on_accent: str
    selection: str
    canvas: str
    on_canvas: str
    refer: str
    no_referral: str
    ungradable: str
    not_fundus: str
    error: str
    plain: str


LIGHT = Colours(
    window="#eef1f4",
    surface="#ffffff",
    raised="#f6f8fa",
    border="#7d8a96",
    line="#d3dae1",
    text="#14202b",
    muted="#51606e",
    disabled="#626e7a",
    accent="#0b6a94",
    on_accent="#ffffff",
    selection="#dcecf5",
    canvas="#000000",
    on_canvas="#e6ebf0",
    refer="#b42318",
    no_referral="#17724a",
    ungradable="#855600",
    not_fundus="#475467",
    error="#86288f",
    plain="#0b6a94",
)

DARK = Colours(
    window="#12161b",
    surface="#1a2027",
    raised="#212932",
    border="#6b7885",
    line="#333e49",
    text="#e8edf2",
    muted="#a3b0bc",
    disabled="#8793a0",
    accent="#58b7df",
    on_accent="#06202c",
    selection="#22394a",
    canvas="#000000",
    on_canvas="#e6ebf0",
    refer="#ff9285",
    no_referral="#66d29d",
    ungradable="#f1bd5b",
    not_fundus="#bcc8d3",
    error="#dfa5f0",
    plain="#58b7df",
)

_STYLE = Template("""
QMainWindow, QDialog { background: $window; }
/* Names come from outside: no label and no tip reads markup, not even Qt's own labels. */
QLabel, QToolTip { qproperty-textFormat: PlainText; }
QToolTip { background: $raised; color: $text; border: 1px solid $border; padding: 4px; }
QMenuBar { background: $surface; }
QMenuBar::item { padding: 5px 10px; background: transparent; }
QMenuBar::item:selected { background: $selection; }
QMenu { background: $surface; border: 1px solid $border; padding: 4px; }
QMenu::item { padding: 6px 28px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $selection; color: $text; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }
QMenu::icon:checked { background: $selection; border: 1px solid $accent; border-radius: 3px; }
QToolBar { background: $surface; border: none; border-bottom: 1px solid $line;
           padding: 6px 10px; spacing: 6px; }
QToolBar::separator { background: $line; width: 1px; margin: 4px 6px; }
QToolButton { padding: 5px 9px; border: 1px solid transparent; border-radius: 6px; }
QToolButton:hover { background: $selection; }
QToolButton:pressed, QToolButton:checked { background: $selection; border-color: $accent; }
QToolButton:focus { border-color: $accent; }
QToolButton:checked:focus { border-color: $text; }
QToolButton:disabled { color: $disabled; }
QPushButton { background: $raised; border: 1px solid $border; border-radius: 6px;
              padding: 6px 14px; }
QPushButton:hover { background: $selection; }
QPushButton:focus { border-color: $accent; }
QPushButton:disabled, #grade:disabled { color: $disabled; border-style: dashed; }
QPushButton[primary="true"] { background: $accent; color: $on_accent; border-color: $accent;
                              font-weight: 600; padding: 9px 20px; }
QPushButton[primary="true"]:focus { border: 2px solid $text; padding: 8px 19px; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QCheckBox, QRadioButton { padding: 2px 4px; border: 1px solid transparent; border-radius: 4px; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox::indicator, QGroupBox::indicator, QRadioButton::indicator {
    width: 14px; height: 14px; background: $surface; border: 1px solid $muted;
    border-radius: 3px; }
QCheckBox::indicator:checked, QGroupBox::indicator:checked {
    background: $accent; border-color: $accent; image: url("$tick"); }
QRadioButton::indicator { border-radius: 8px; }
QRadioButton::indicator:checked { width: 6px; height: 6px; background: $on_accent;
                                  border: 5px solid $accent; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $disabled; }
QSlider { border: 1px solid transparent; border-radius: 6px; padding: 1px 3px; }
QSlider:focus { border-color: $accent; }
QSlider::groove:horizontal { height: 4px; background: $border; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 2px; }
QSlider::handle:horizontal { width: 10px; margin: -5px 0; background: $accent;
                             border: 2px solid $surface; border-radius: 7px; }
QSlider::sub-page:horizontal:disabled,
QSlider::handle:horizontal:disabled { background: $disabled; }
QToolButton::menu-indicator { image: none; }
QLineEdit, QSpinBox { background: $raised; border: 1px solid $border; border-radius: 6px;
                      padding: 5px 8px; }
QSpinBox QLineEdit { border: none; padding: 0; }
QLineEdit:focus, QSpinBox:focus { border-color: $accent; }
QLineEdit:disabled, QSpinBox:disabled { color: $disabled; }
QSpinBox::up-button, QSpinBox::down-button { border: none; width: 22px; }
QSpinBox::up-arrow { image: url("$arrow_up"); width: 10px; height: 10px; }
QSpinBox::down-arrow { image: url("$arrow"); width: 10px; height: 10px; }
QComboBox { background: $raised; border: 1px solid $border; border-radius: 6px;
            padding: 4px 10px; min-height: 20px; }
QComboBox:focus, QComboBox:hover { border-color: $accent; }
QComboBox:disabled { color: $disabled; }
QComboBox::drop-down { border: none; width: 26px; }
QComboBox::down-arrow { image: url("$arrow"); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $border;
                              selection-background-color: $selection; selection-color: $text; }
QListView, QTableView#worklist { background: $surface; border: 1px solid transparent;
    outline: none; }
QListView:focus, QTableView:focus, QTableView#worklist:focus, QTextBrowser:focus,
QPlainTextEdit:focus, QTreeView:focus { border: 1px solid $accent; }
QListWidget { border: 1px solid $border; border-radius: 6px; padding: 4px; }
QListWidget::item { padding: 8px 8px; border-radius: 4px; color: $text; }
QListWidget::item:selected { background: $selection; color: $text; }
QStatusBar { background: $surface; border-top: 1px solid $line; }
QStatusBar::item { border: none; }
QSplitter::handle { background: $line; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 11px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 11px; margin: 0; }
QScrollBar::handle { background: $border; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $disabled; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar { background: $raised; border: 1px solid $border; border-radius: 4px;
               min-height: 6px; max-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QTextBrowser { background: $surface; border: 1px solid $line; border-radius: 6px;
               padding: 6px; }
QTableView { background: $surface; border: 1px solid $border; gridline-color: $line; }
QHeaderView::section { background: $raised; border: none; border-bottom: 1px solid $line;
                       padding: 5px 8px; font-weight: 600; }
QTabBar::tab { padding: 7px 14px; border: none; border-bottom: 2px solid transparent;
               color: $muted; }
QTabBar::tab:focus { background: $selection; }
QTabBar::tab:selected { border-bottom-color: $accent; color: $text; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
#panel { background: $surface; }
QScrollArea#panel { border: 1px solid $surface; }
QScrollArea#panel:focus { border-color: $accent; }
#dropTarget { border: 3px solid $accent; border-radius: 4px; background: transparent; }
#strip { background: $surface; border-top: 1px solid $line; }
#canvas { background: $canvas; border: 1px solid $canvas; }
#canvas:focus { border-color: $accent; }
#onCanvas { color: $on_canvas; }
#muted { color: $muted; }
#heading { color: $muted; font-weight: 600; }
#notice { background: $raised; border-bottom: 1px solid $line; }
#problem { color: $error; }
#grade { border: 1px solid $border; font-weight: 600; padding: 6px 0; }
#grade:focus { border: 2px solid $accent; padding: 5px 0; }
#grade:checked { background: $accent; color: $on_accent; border-color: $accent; }
#grade:checked:focus { border-color: $text; }
#activeFrame { border: 4px solid $accent; background: transparent; }
#activeMark { background: $accent; color: $on_accent; border-radius: 4px; padding: 2px 7px;
              font-weight: 600; }
#number { border: none; padding: 2px 4px; color: $accent; text-decoration: underline; }
#number:disabled { color: $disabled; text-decoration: none; }
#number:focus { border: 1px solid $accent; border-radius: 4px; padding: 1px 3px; }
#line { background: $line; border: none; }
#statusButton { color: $muted; padding: 1px 8px; }
#research { color: $ungradable; font-weight: 600; padding: 2px 0; margin-right: 8px; }
""")


def tinted(colour: str, ground: str, share: float) -> QColor:
    """Return a mixture: ``share`` (0–1) of the colour on the ground."""
    front, back = QColor(colour), QColor(ground)
    return QColor(
        round(share * front.red() + (1 - share) * back.red()),
        round(share * front.green() + (1 - share) * back.green()),
        round(share * front.blue() + (1 - share) * back.blue()),
    )


class Theme(QObject):
    """The theme of the running window.

    Signals
    -------
    changed()
        The colours are others now; whoever paints by hand must paint again.
    """

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._choice: ThemeChoice = "system"
        self.colours = LIGHT
        app.styleHints().colorSchemeChanged.connect(self._follow)
        self._paint()

    @property
    def choice(self) -> ThemeChoice:
        """What the user chose."""
        return self._choice

    def choose(self, choice: ThemeChoice) -> None:
        """Take light, dark, or what the desktop has."""
        self._choice = choice
        schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
        self._app.styleHints().setColorScheme(schemes.get(choice, Qt.ColorScheme.Unknown))
        self._paint()

    def _follow(self) -> None:
        if self._choice == "system":
            self._paint()

    def _paint(self) -> None:
        dark = self._choice == "dark" or (
            self._choice == "system"
            and QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        )
        self.colours = DARK if dark else LIGHT
        self._app.setPalette(_palette(self.colours))
        names = {field.name: getattr(self.colours, field.name) for field in fields(Colours)}
        arrow = asset(f"icons/arrow_{'dark' if dark else 'light'}.svg").as_posix()
        up = asset(f"icons/arrow_up_{'dark' if dark else 'light'}.svg").as_posix()
        tick = asset(f"icons/tick_{'dark' if dark else 'light'}.svg").as_posix()
        self._app.setStyleSheet(_STYLE.substitute(names, arrow=arrow, arrow_up=up, tick=tick))
        self.changed.emit()


def _palette(colours: Colours) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for target, colour in {
        role.Window: colours.window,
        role.WindowText: colours.text,
        role.Base: colours.surface,
        role.AlternateBase: colours.raised,
        role.Text: colours.text,
        role.Button: colours.raised,
        role.ButtonText: colours.text,
        role.BrightText: colours.refer,
        role.ToolTipBase: colours.raised,
        role.ToolTipText: colours.text,
        role.PlaceholderText: colours.muted,
        role.Highlight: colours.accent,
        role.HighlightedText: colours.on_accent,
        role.Link: colours.accent,
        role.LinkVisited: colours.accent,
        role.Accent: colours.accent,
        role.Mid: colours.border,
        role.Light: colours.raised,
        role.Midlight: colours.raised,
        role.Dark: colours.border,
        role.Shadow: colours.border,
    }.items():
        palette.setColor(target, QColor(colour))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, QColor(colours.disabled))
    return palette
