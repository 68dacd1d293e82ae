"""How a network learned: losses and agreement of each epoch, as a table and as a picture."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from fundusviewer.atomic import atomic_file, write_text_atomically

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from fundusviewer.training.learning.finetune import Epoch

CURVES_TABLE, CURVES_PICTURE = "curves.csv", "curves.png"


@dataclass(frozen=True)
class CurveWords:
    """What the lines of the losses are called.

    Attributes
    ----------
    training, validation
        The two curves.
    begun
        The validation loss before the first epoch.
    """

    training: str = "training loss"
    validation: str = "validation loss"
    begun: str = "frozen backbone"


def write_curves(
    epochs: Sequence[Epoch],
    frozen_loss: float | None,
    prior_loss: float | None,
    folder: Path,
    score: str = "weighted kappa",
    words: CurveWords = CurveWords(),
) -> tuple[Path, ...]:
    """Write the table, and the picture where matplotlib is installed; nothing without an epoch.

    Parameters
    ----------
    epochs
        Of the fine-tuning.
    frozen_loss, prior_loss
        Validation losses of the frozen backbone, and of saying the same of every photograph.
    folder
        That of the run.
    score
        What is measured of each epoch beside the loss.
    words
        What the lines are called.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    if not epochs:
        return ()
    table = folder / CURVES_TABLE
    write_text_atomically(table, _table(epochs, f"validation_{score.split()[-1].lower()}"))
    if find_spec("matplotlib") is None:
        return (table,)
    picture = folder / CURVES_PICTURE
    _draw(epochs, frozen_loss, prior_loss, picture, score, words)
    return table, picture


def _table(epochs: Sequence[Epoch], column: str) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("epoch", "training_loss", "validation_loss", column))
    for one in epochs:
        score = "" if one.validation_score is None else f"{one.validation_score:.6f}"
        losses = (f"{one.training_loss:.6f}", f"{one.validation_loss:.6f}")
        writer.writerow((one.number, *losses, score))
    return text.getvalue()


def _draw(
    epochs: Sequence[Epoch],
    frozen_loss: float | None,
    prior_loss: float | None,
    path: Path,
    score: str,
    words: CurveWords,
) -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    figure = Figure(figsize=(10, 4.2), layout="constrained")
    FigureCanvasAgg(figure)
    left, right = figure.subplots(1, 2)
    numbers = [one.number for one in epochs]
    left.plot(numbers, [one.training_loss for one in epochs], "o-", label=words.training)
    left.plot(numbers, [one.validation_loss for one in epochs], "o-", label=words.validation)
    for loss, name in ((frozen_loss, words.begun), (prior_loss, "the same of all")):
        if loss is not None:
            left.axhline(loss, linestyle=":", color="grey")
            left.annotate(name, (numbers[0], loss), fontsize=8, va="bottom")
    left.set(title="Loss", xlabel="epoch", ylabel="loss")
    left.legend()
    measured = [one for one in epochs if one.validation_score is not None]
    right.plot(
        [one.number for one in measured], [one.validation_score for one in measured], "o-", c="C1"
    )
    right.set(title="Agreement on validation patients", xlabel="epoch", ylabel=score)
    for axes in (left, right):
        # There are whole epochs, also where there is one alone.
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    figure.suptitle("For research use only. Not for diagnosis.", fontsize=9)
    with atomic_file(path) as temporary:
        figure.savefig(temporary, format="png", dpi=120)
