"""What watching came to, in sentences."""

from __future__ import annotations

from fundusviewer.screening.monitoring.charts import Chart
from fundusviewer.screening.monitoring.drift import Alarm, Watch

_RISEN: dict[tuple[str, bool], str] = {
    ("unlikeness", True): "The photographs look different to the network than this clinic's first.",
    ("unfamiliarity", True): "The photographs are less like those that the model learned from.",
    ("unfamiliarity", False): "The photographs are more like those that the model learned from.",
    ("reject", True): "The photographs have become poorer.",
    ("reject", False): "The photographs have become better.",
    ("referred", True): "More photographs are referred.",
    ("referred", False): "Fewer photographs are referred.",
    ("refused", True): "More photographs are refused.",
}

#: What is told of a measure, with two values put in.
_CHANGES = {
    "unlikeness": "Distance from the first photographs: {before} before, {after} since.",
    "unfamiliarity": "Unfamiliarity: {before} before, {after} since.",
    "reject": "Probability of being ungradable: {before} before, {after} since.",
    "referred": "Referral rate: {before} before, {after} since.",
    "refused": "Refusals: {before} before, {after} since.",
}

#: What an alarm asks for.
ADVICE = (
    "Look at these photographs and at the camera: the figures of the model may not hold for them."
)


def what_changed(alarm: Alarm) -> str:
    """Return what has changed."""
    return _RISEN[alarm.chart.measure, alarm.chart.rises]


def by_how_much(alarm: Alarm) -> str:
    """Return what it was before, and since."""
    before, after = (_value(alarm.chart, value) for value in (alarm.before, alarm.after))
    return _CHANGES[alarm.chart.measure].format(before=before, after=after)


def new_since(alarm: Alarm) -> str:
    """Return which camera or field most of the photographs have since; empty for none."""
    told = []
    if alarm.camera is not None:
        told.append(f"Most have {alarm.camera} pixels since.")
    if alarm.field is not None:
        told.append(f"Most are centred on the {alarm.field} since.")
    return " ".join(told)


def sentences(alarm: Alarm) -> list[str]:
    """Return the whole alarm, without when."""
    return [one for one in (what_changed(alarm), by_how_much(alarm), new_since(alarm)) if one]


def state(watch: Watch) -> str:
    """Return where watching stands, where there is no alarm."""
    if watch.missing:
        return (
            f"Nothing is watched yet: {watch.missing} more photographs are needed to compare with."
        )
    return f"No change in {watch.watched} photographs since the first {len(watch.reference)}."


def _value(chart: Chart, value: float) -> str:
    if chart.is_share or chart.measure == "reject":
        return f"{value * 100:.2f}%"
    return f"{value:.2f}"
