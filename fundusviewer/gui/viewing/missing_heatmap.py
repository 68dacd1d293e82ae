"""Why a photograph shows no heat map although it is switched on, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from fundusviewer.gui.state.photograph import Missing
from fundusviewer.gui.text.message_translation import translate_message
from fundusviewer.gui.text.translation import QT_TRANSLATE_NOOP
from fundusviewer.gui.viewer.overlay_layers import OverlayChoice
from fundusviewer.screening import Finding

_COMPUTED = QT_TRANSLATE_NOOP("MissingHeatMap", "Heat map is being computed…")
_SHOWN_BY = QT_TRANSLATE_NOOP("MissingHeatMap", "Heat map hidden; {key} shows it")
_HIDDEN = QT_TRANSLATE_NOOP("MissingHeatMap", "Heat map hidden")
_NOT_GRADED = QT_TRANSLATE_NOOP("MissingHeatMap", "No heat map: not graded")
_NONE = QT_TRANSLATE_NOOP("MissingHeatMap", "This model makes no heat map")
_OBSTACLE = QT_TRANSLATE_NOOP("MissingHeatMap", "No heat map: {reason}")


def missing_words(
    finding: Finding | None, choice: OverlayChoice, missing: Missing, *, key: str = ""
) -> str:
    """Return why there is no heat map; empty where it is drawn, or switched off.

    Parameters
    ----------
    finding
        Of the photograph; ``None`` where there is none (yet). Where another one is on its way,
        with the heat map of another class, that is said.
    choice
        Which parts of the explanation are drawn.
    missing
        Why there is no finding.
    key
        What shows a heat map that is hidden; empty where no key does that.
    """
    if not (choice.heatmap or choice.contours):
        return ""
    if finding is None:
        if missing.obstacle:
            reason = translate_message(missing.obstacle)
            return _said(_OBSTACLE).format(reason=reason)
        return _said(_COMPUTED) if missing.awaited else ""
    if missing.awaited:
        return _said(_COMPUTED)
    if finding.prediction is None:
        return _said(_NOT_GRADED)
    if finding.hides_heatmap and not choice.asked:
        return _said(_SHOWN_BY).format(key=key) if key else _said(_HIDDEN)
    return "" if finding.prediction.heatmap.size else _said(_NONE)


def _said(words: str) -> str:
    return QCoreApplication.translate("MissingHeatMap", words)
