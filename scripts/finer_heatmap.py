r"""Give a finished grader a heat map on the grid of an earlier layer; its answers stay as they are.

::

    python -m scripts.finer_heatmap MODEL.onnx LAYER OUTPUT.onnx --model-version 2.2.0 \
        --data LABELS.csv … [--split-file SPLIT.csv]

What is multiplied stands in :mod:`fundusviewer.export.gradcam.focus`. The absolute scales of the
heat map are fitted on the graded photographs of the validation side, as ``train`` does it.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx

from fundusviewer.errors import FundusViewerError, LabelsError
from fundusviewer.export.gradcam.focus import focus_heatmap
from fundusviewer.export.pipeline.writer import restamp
from fundusviewer.inference import Classifier, ModelCard
from fundusviewer.training.config.progress import SilentProgress
from fundusviewer.training.data.labels import LabelledPhotograph, read_labels
from fundusviewer.training.data.split_file import on_side, read_split
from fundusviewer.training.data.splits import Split
from fundusviewer.training.fitting.fitting import SCALE_PERCENTILE, class_scales
from fundusviewer.training.fitting.predictions import RawAnswers, ask, readable


def refine(
    source: Path,
    layer: str,
    output: Path,
    version: str,
    photographs: Sequence[LabelledPhotograph],
) -> ModelCard:
    """Write the file with the finer heat map; return its card.

    Parameters
    ----------
    source
        A grader that this program wrote, with a Grad-CAM.
    layer
        The earlier layer, as Keras names it.
    output
        The new file.
    version
        Its version.
    photographs
        Graded, of the validation side; the scales are fitted on them.

    Raises
    ------
    ExportError, LabelsError, ModelContractError, OutputError
        If a file cannot be used or written, or no photograph can be read.
    """
    proto = onnx.load(source)
    card = Classifier(source, provider="cpu").card
    height, width = focus_heatmap(proto, layer)
    heat = card.gradcam.model_copy(update={"height": height, "width": width, "focus_layer": layer})
    with TemporaryDirectory() as folder:
        unscaled = Path(folder) / source.name
        onnx.save(proto, unscaled)
        named = card.model_copy(update={"gradcam": heat, "version": version})
        restamp(unscaled, named, unscaled)
        answers = _asked(Classifier(unscaled, provider="cpu"), photographs)
        fitted = heat.model_copy(
            update={
                "scale": float(np.percentile(answers.heatmaps, SCALE_PERCENTILE)),
                "class_scales": class_scales(answers),
            }
        )
        return restamp(unscaled, named.model_copy(update={"gradcam": fitted}), output)


def _asked(classifier: Classifier, photographs: Sequence[LabelledPhotograph]) -> RawAnswers:
    def pictures() -> Iterator[np.ndarray]:
        for _, pixels in readable(photographs, classifier.card.input):
            if isinstance(pixels, np.ndarray):
                yield pixels

    return ask(classifier, pictures(), len(photographs), SilentProgress())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m scripts.finer_heatmap")
    parser.add_argument("model", type=Path, metavar="MODEL.onnx")
    parser.add_argument("layer", metavar="LAYER", help="as Keras names it")
    parser.add_argument("output", type=Path, metavar="OUTPUT.onnx")
    parser.add_argument("--model-version", required=True, metavar="X.Y.Z")
    parser.add_argument("--data", nargs="+", required=True, type=Path, metavar="LABELS.csv")
    parser.add_argument("--split-file", type=Path, help="default: beside the model")
    options = parser.parse_args(arguments)
    try:
        split = read_split(options.split_file or options.model.with_suffix(".split.csv"))
        side = on_side(read_labels(options.data), split, Split.VALIDATION)
        graded = [photo for photo in side if photo.is_gradable]
        if not graded:
            raise LabelsError("no photograph of the validation side has a grade")
        refine(options.model, options.layer, options.output, options.model_version, graded)
    except FundusViewerError as error:
        parser.exit(2, f"{error}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
