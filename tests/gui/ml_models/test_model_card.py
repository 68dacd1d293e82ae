"""The card as a page, and the dialog around it."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from fundusviewer.gui.ml_models.model_card_page import card_html
from fundusviewer.gui.ml_models.model_cards_dialog import ModelDialog
from fundusviewer.inference import Agreement, DataSource, Interval, Metric, ModelEntry
from tests.helpers.models import OEDEMA, make_card


def test_the_page_says_all_that_matters() -> None:
    card = make_card(
        limits=("Not for <children>.",),
        macular_oedema=OEDEMA,
        training_data=(DataSource(name="aptos", photographs=12, terms="research"),),
        metrics=(
            Metric(
                name="AUC",
                measured_on="idrid",
                photographs=9,
                result=Interval(value=0.9, low=0.8, high=0.95),
            ),
        ),
        precision="int8",
        agreement=Agreement(
            precision="int8",
            photographs=7,
            top1=0.99,
            largest_probability_difference=0.02,
            heatmap_correlation=0.98,
            speed_ratio=2.5,
        ),
    )
    page = card_html(card).replace("\N{NO-BREAK SPACE}", " ")
    for part in (
        "Tiny DR grader",
        "Not for &lt;children&gt;.",
        "0.900 (0.800 – 0.950)",
        "90.0 % (80.0 % – 95.0 %)",
        "Macular oedema of risk 2",
        "aptos",
        "2.50 ×",
        "proliferative DR",
    ):
        assert part in page


def test_a_thousand_classes_are_not_listed() -> None:
    names = tuple(f"thing {number}" for number in range(1000))
    card = make_card(task="imagenet", class_names=names, operating_points=())
    page = card_html(card)
    assert "(+992)" in page
    assert "no clinical statement" in page
    assert "Operating points" not in page


def test_the_dialog_opens_at_the_model_in_use(qtbot: QtBot) -> None:
    entries = tuple(
        ModelEntry(Path(f"{name}.onnx"), make_card(name=name, title=name.upper())) for name in "ab"
    )
    dialog = ModelDialog(entries, Path("b.onnx"))
    qtbot.addWidget(dialog)
    assert dialog.list.currentRow() == 1
    assert "B" in dialog.text.toPlainText()


def test_the_dialog_without_models(qtbot: QtBot) -> None:
    dialog = ModelDialog((), None)
    qtbot.addWidget(dialog)
    assert dialog.text.toPlainText() == ""
