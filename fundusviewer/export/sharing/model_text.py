"""A model card as Markdown, for people who meet the file without this program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fundusviewer.minus import with_minus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fundusviewer.inference.card import Interval, ModelCard

_NOTICE = "**For research use only. Not for diagnosis. It is not a medical device.**"


def model_text(card: ModelCard, file_name: str) -> str:
    """Return all that a person must know of a model.

    Parameters
    ----------
    card
        Of the model.
    file_name
        Of the model file in the shared folder.
    """
    parts = [
        f"# {card.title} {card.version}",
        _NOTICE,
        _what(card),
        _section("Limits", _bullets(card.limits)),
        _section("Use", _use(card, file_name)),
        _section("Figures", _figures(card)),
        _section("Operating points", _points(card)),
        _section("Photographs that it learned from", _sources(card)),
        _section("Licence", card.licence),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _what(card: ModelCard) -> str:
    heat = "Grad-CAM" if card.gradcam.method is None else "occlusion map"
    task = "Grades diabetic retinopathy (ICDR 0–4)" if card.grades else "Classifies photographs"
    return (
        f"{task}: {_listed(card.class_names)}. {card.backbone}, {card.input.width} × "
        f"{card.input.height} pixels, computes in {card.precision}. The file holds preprocessing, "
        f"network, calibrated probabilities, the {heat} and a test of itself."
    )


def _listed(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:10])
    return shown if len(names) <= 10 else f"{shown} and {len(names) - 10} more"


def _section(title: str, text: str) -> str:
    return f"## {title}\n\n{text}" if text else ""


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _use(card: ModelCard, file_name: str) -> str:
    spec = card.input
    # The gate belongs to grades: before other classes it does not stand.
    gate = (
        " The program refuses photographs that cannot be graded before the network sees them; the "
        "file alone does not."
        if card.grades
        else " Neither the program nor the file refuses a photograph."
    )
    cropped = "" if spec.crop == "none" else ", cropped to the ellipse of the retina"
    return (
        f"```\nfundusviewer classify photograph.jpg --model {file_name}\n```\n\n"
        f"Without the program: input `image`, uint8 (N, {spec.height}, {spec.width}, 3) RGB"
        f"{cropped}, and `class_index`, int64 (N,), the class that the heat map explains or −1; "
        f"outputs `probabilities` (N, {len(card.class_names)}) and `heatmap` (N, "
        f"{card.gradcam.height}, {card.gradcam.width}).{gate}"
    )


def _figures(card: ModelCard) -> str:
    if not card.metrics:
        return "Nothing was measured." if card.grades else ""
    rows = [
        f"| {metric.measured_on} | {metric.name} | {_interval(metric.result)} | "
        f"{metric.photographs} |"
        for metric in card.metrics
    ]
    return _table("measured on | figure | value [95 % interval] | photographs", rows)


def _points(card: ModelCard) -> str:
    rows = [
        f"| {point.name} | {point.threshold:.3f} | {_interval(point.sensitivity)} | "
        f"{_interval(point.specificity)} | {point.measured_on} |"
        for point in card.operating_points
    ]
    return _table("name | refers from | sensitivity | specificity | measured on", rows)


def _sources(card: ModelCard) -> str:
    rows = [f"| {s.name} | {s.photographs} | {s.terms} |" for s in card.training_data]
    return _table("set | photographs | terms", rows)


def _table(heading: str, rows: list[str]) -> str:
    if not rows:
        return ""
    line = "|" + " --- |" * (heading.count("|") + 1)
    return "\n".join([f"| {heading} |", line, *rows])


def _interval(value: Interval) -> str:
    return with_minus(f"{value.value:.3f} [{value.low:.3f}, {value.high:.3f}]")
