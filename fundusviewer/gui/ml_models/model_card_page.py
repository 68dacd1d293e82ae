"""A model card as a page to read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from html import escape

from PySide6.QtCore import QCoreApplication

from fundusviewer.gui.text.formatting import number, percent
from fundusviewer.gui.text.message_translation import translate_message
from fundusviewer.gui.text.operating_points import operating_point_label
from fundusviewer.gui.text.outside import plain
from fundusviewer.inference import Interval, ModelCard, OedemaPoint, OperatingPoint

translate = QCoreApplication.translate

#: Class names that are listed; an ImageNet model has a thousand.
_CLASSES_SHOWN = 8


def card_html(card: ModelCard) -> str:
    """Return a card as rich text for Qt."""
    return f"<h2>{_escaped(card.title)}</h2>" + "".join(section(card) for section in _SECTIONS)


def _overview(card: ModelCard) -> str:
    heat = card.gradcam
    return _pairs(
        (
            (
                translate("ModelCard", "Name and version"),
                f"{card.name}, {card.version} ({card.created})",
            ),
            (translate("ModelCard", "Purpose"), _purpose(card)),
            (translate("ModelCard", "Network"), f"{card.backbone}, {card.precision}"),
            (translate("ModelCard", "Input"), _input(card)),
            (
                translate("ModelCard", "Heat map"),
                f"{heat.title}, {heat.layer}, {heat.width} × {heat.height}",
            ),
            (translate("ModelCard", "Classes"), _classes(card)),
            (translate("ModelCard", "Licence"), card.licence),
            (translate("ModelCard", "Hash of the content"), _hash(card)),
        )
    )


def _hash(card: ModelCard) -> str:
    if card.content_sha256 is None:
        return translate("ModelCard", "none in the file, which is older than such hashes")
    return card.content_sha256


def _limits(card: ModelCard) -> str:
    if not card.limits:
        return ""
    items = "".join(f"<li>{_escaped(limit)}</li>" for limit in card.limits)
    return _headed(translate("ModelCard", "Limits"), f"<ul>{items}</ul>")


def _operating_points(card: ModelCard) -> str:
    heads = (
        translate("ModelCard", "Name"),
        translate("ModelCard", "Refers from"),
        translate("ModelCard", "Sensitivity"),
        translate("ModelCard", "Specificity"),
        translate("ModelCard", "Measured on"),
    )
    named: list[tuple[str, OperatingPoint | OedemaPoint]] = [
        (operating_point_label(point.name), point) for point in card.operating_points
    ]
    if card.macular_oedema is not None:
        named.append((translate("ModelCard", "Macular oedema of risk 2"), card.macular_oedema))
    rows = [
        (
            name,
            percent(point.threshold, 1),
            _interval(point.sensitivity, partial(percent, decimals=1)),
            _interval(point.specificity, partial(percent, decimals=1)),
            point.measured_on,
        )
        for name, point in named
    ]
    return _table(translate("ModelCard", "Operating points"), heads, rows)


def _metrics(card: ModelCard) -> str:
    heads = (
        translate("ModelCard", "What"),
        translate("ModelCard", "Result (95 % confidence)"),
        translate("ModelCard", "On"),
        translate("ModelCard", "Photographs"),
    )
    rows = [
        (
            metric.name,
            _interval(metric.result, partial(number, decimals=3)),
            metric.measured_on,
            str(metric.photographs),
        )
        for metric in card.metrics
    ]
    return _table(translate("ModelCard", "Measured"), heads, rows)


def _training_data(card: ModelCard) -> str:
    heads = (
        translate("ModelCard", "Photographs of"),
        translate("ModelCard", "Number"),
        translate("ModelCard", "Terms"),
    )
    rows = [(data.name, str(data.photographs), data.terms) for data in card.training_data]
    return _table(translate("ModelCard", "Trained on"), heads, rows)


def _agreement(card: ModelCard) -> str:
    agreement = card.agreement
    if agreement is None:
        return ""
    rows = (
        (translate("ModelCard", "Same first class"), percent(agreement.top1, 1)),
        (
            translate("ModelCard", "Largest difference of a probability"),
            number(agreement.largest_probability_difference, 3),
        ),
        (
            translate("ModelCard", "Correlation of the heat maps"),
            number(agreement.heatmap_correlation, 3),
        ),
        (translate("ModelCard", "Speed"), f"{number(agreement.speed_ratio, 2)} ×"),
        (translate("ModelCard", "Photographs"), str(agreement.photographs)),
    )
    title = translate("ModelCard", "Agreement with the float32 original")
    return _headed(title, _pairs(rows))


_SECTIONS: tuple[Callable[[ModelCard], str], ...] = (
    _overview,
    _limits,
    _operating_points,
    _metrics,
    _training_data,
    _agreement,
)


def _purpose(card: ModelCard) -> str:
    purposes = {
        "diabetic_retinopathy": translate("ModelCard", "Grades diabetic retinopathy (ICDR scale)"),
        "imagenet": translate(
            "ModelCard", "Recognises everyday things (ImageNet); makes no clinical statement"
        ),
        "other": translate("ModelCard", "Classifies pictures; makes no clinical statement"),
    }
    return purposes[card.task]


def _input(card: ModelCard) -> str:
    spec = card.input
    field_of_view = translate("ModelCard", "field of view")
    whole = translate("ModelCard", "whole photograph")
    crop = field_of_view if spec.crop == "field_of_view" else whole
    return f"{spec.width} × {spec.height}, {crop}, {spec.resize}, {spec.interpolation}"


def _classes(card: ModelCard) -> str:
    names = ", ".join(map(translate_message, card.class_names[:_CLASSES_SHOWN]))
    more = len(card.class_names) - _CLASSES_SHOWN
    return names if more <= 0 else f"{names} … (+{more})"


def _interval(interval: Interval, written: Callable[[float], str]) -> str:
    value, low, high = map(written, (interval.value, interval.low, interval.high))
    text = f"{value} ({low} – {high})"
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def _pairs(rows: Iterable[tuple[str, str]]) -> str:
    cells = "".join(
        f"<tr><td style='padding:3px 16px 3px 0'><b>{_escaped(name)}</b></td>{_cell(value)}</tr>"
        for name, value in rows
    )
    return f"<table>{cells}</table>"


def _table(title: str, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    if not rows:
        return ""
    first = "".join(_cell(text, "th align='left'") for text in heads)
    rest = "".join(f"<tr>{''.join(_cell(text) for text in row)}</tr>" for row in rows)
    return _headed(title, f"<table><tr>{first}</tr>{rest}</table>")


def _cell(text: str, tag: str = "td") -> str:
    return f"<{tag} style='padding:3px 16px 3px 0'>{_escaped(text)}</{tag.split()[0]}>"


def _headed(title: str, content: str) -> str:
    return f"<h3>{_escaped(title)}</h3>{content}"


def _escaped(text: str) -> str:
    """Return what a card says, for markup."""
    return escape(plain(text))
