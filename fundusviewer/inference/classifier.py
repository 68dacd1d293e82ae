"""The classifier: one model file, ready to answer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from fundusviewer.errors import InferenceError, ModelContractError
from fundusviewer.grading import SUM_TOLERANCE
from fundusviewer.inference.card import ModelCard
from fundusviewer.inference.golden import GoldenCheck, GoldenVector, Tolerances, compare
from fundusviewer.inference.model_file import ModelFile, verified_file
from fundusviewer.inference.network import Network
from fundusviewer.inference.nodes import Nodes
from fundusviewer.inference.providers import ProviderRequest, Selection
from fundusviewer.inference.providers.session import run_options_for_part
from fundusviewer.inference.types import Prediction

_MOST_PROBABLE = -1
PROBABILITIES = "probabilities"
#: Probabilities of risk 1 or more, and of risk 2.
_RISKS = 2
_ROUNDING = 1e-4

#: Where a file names none.
_TOLERANCES = Tolerances(probability=1e-3, heatmap=1e-2, embedding=1e-3)


class Classifier(Network[ModelCard]):
    """Runs one model.

    Parameters
    ----------
    path
        The ``.onnx`` file with its card. Whoever grades with it opens it by
        :func:`fundusviewer.inference.open_classifier`, which also tries it.
    provider
        What it is to run on: a name, or what was chosen for it. ``auto`` is the processor here:
        others are taken by :func:`fundusviewer.inference.open_classifier` alone, which tries them.
    threads
        Threads of one operator; ``None`` for a number that fits the machine.

    Raises
    ------
    ModelContractError
        If the file has no valid card, is damaged, or its graph contradicts the card.
    ProviderError
        If the provider cannot be used here.
    """

    def __init__(
        self,
        path: str | Path | ModelFile[ModelCard],
        provider: ProviderRequest | Selection = "auto",
        threads: int | None = None,
    ) -> None:
        file = path if isinstance(path, ModelFile) else verified_file(Path(path))
        super().__init__(file, provider, threads, _expected_nodes(file.card))
        self._outputs = [output.name for output in self._session.get_outputs()]

    def predict(
        self, pixels: np.ndarray, class_index: int | None = None, *, heatmap: bool = True
    ) -> Prediction:
        """Answer one prepared photograph.

        Parameters
        ----------
        pixels
            uint8 (h, w, 3) RGB of the card's input size.
        class_index
            Class that the heat map explains; ``None`` for the most probable one.
        heatmap
            Whether there is to be one.

        Raises
        ------
        ValueError
            If the pixels or the class index do not fit the card.
        InferenceError
            If the network's answer is not a probability distribution and a heat map.
        """
        wanted = None if class_index is None else [class_index]
        return self.predict_batch(pixels[None], wanted, heatmaps=heatmap)[0]

    def predict_batch(
        self,
        pixels: np.ndarray,
        class_indices: Sequence[int] | None = None,
        *,
        heatmaps: bool = True,
    ) -> list[Prediction]:
        """Answer several prepared photographs, uint8 (N, h, w, 3) RGB. See :meth:`predict`.

        One answer that cannot be used is an error of all of them. Without ``heatmaps`` what they
        alone need is not computed.
        """
        spec = self.card.input
        if pixels.dtype != np.uint8 or pixels.shape[1:] != (spec.height, spec.width, 3):
            raise ValueError(
                f"pixels are {pixels.dtype} {pixels.shape}, "
                f"not uint8 (N, {spec.height}, {spec.width}, 3)"
            )
        classes = len(self.card.class_names)
        wanted = [_MOST_PROBABLE] * len(pixels) if class_indices is None else list(class_indices)
        if len(wanted) != len(pixels):
            raise ValueError(f"{len(wanted)} class indices for {len(pixels)} photographs")
        if class_indices is not None and not all(0 <= index < classes for index in wanted):
            raise ValueError(f"a class index is not between 0 and {classes - 1}")
        outputs = self._run(pixels, np.asarray(wanted, np.int64), heatmaps=heatmaps)
        return [self._prediction(outputs, row, wanted[row]) for row in range(len(pixels))]

    def check_golden(self) -> GoldenCheck | None:
        """Run the stored input; ``None`` where the file carries no golden vector."""
        if self._golden_json is None:
            return None
        golden = self._golden_vector(self._golden_json)
        try:
            return compare(golden, self.predict(golden.image()))
        except ModelContractError as error:
            raise ModelContractError(f"{self.path.name}: {error}") from error

    def answers_together(self, photographs: int) -> bool:
        """Return whether several photographs at once get the answers that each gets alone.

        Two pictures, the file's golden one and the same upside down, are asked in turns; what
        differs by more than the file's tolerance is another answer.
        """
        pixels = self._any_input()
        pair = (pixels, np.ascontiguousarray(pixels[::-1]))
        asked = [pair[number % 2] for number in range(photographs)]
        tolerances = _TOLERANCES
        if self._golden_json is not None:
            golden = self._golden_vector(self._golden_json)
            tolerances = Tolerances(
                golden.probability_tolerance,
                golden.heatmap_tolerance,
                golden.embedding_tolerance or _TOLERANCES.embedding,
            )
        try:
            alone = [GoldenVector.encode(one, self.predict(one), tolerances) for one in pair]
            together = self.predict_batch(np.stack(asked))
        except InferenceError:
            return False
        return all(
            compare(alone[number % 2], answer).passed for number, answer in enumerate(together)
        )

    def run_once(self) -> None:
        """Run the network on the stored input or any other, whatever it answers."""
        self._run(self._any_input()[None], np.asarray([_MOST_PROBABLE], np.int64))

    def _answer(self, pixels: np.ndarray) -> Prediction:
        return self.predict(pixels)

    def _any_input(self) -> np.ndarray:
        if self._golden_json is None:
            return super()._any_input()
        return self._golden_vector(self._golden_json).image()

    def _golden_vector(self, text: str) -> GoldenVector:
        """Read the golden vector and check that its picture fits the card."""
        try:
            golden = GoldenVector.from_json(text)
            golden.check_size(self.card.input.width, self.card.input.height)
        except ModelContractError as error:
            raise ModelContractError(f"{self.path.name}: {error}") from error
        return golden

    def _run(
        self, pixels: np.ndarray, class_indices: np.ndarray, *, heatmaps: bool = True
    ) -> dict[str, np.ndarray]:
        feeds = {"image": pixels, "class_index": class_indices}
        wanted = self._outputs if heatmaps else [n for n in self._outputs if n != "heatmap"]
        options = [] if heatmaps else [run_options_for_part()]
        outputs = dict(zip(wanted, self._values(wanted, feeds, *options), strict=True))
        self._check_shapes(outputs, len(pixels))
        return outputs

    def _check_shapes(self, outputs: dict[str, np.ndarray], batch: int) -> None:
        """Compare with the card what a graph with free sizes could not promise when loaded."""
        expected = _expected_nodes(self.card)
        for name, value in outputs.items():
            shape = (batch, *expected["output", name][1][1:])
            # The embedding of a card that does not state its size may have any.
            if value.ndim != len(shape) or any(
                isinstance(e, int) and a != e for a, e in zip(value.shape, shape, strict=True)
            ):
                raise InferenceError(
                    f"{self.card.name}: {name} came as {value.shape}; the card says {shape}"
                )

    def _prediction(self, outputs: dict[str, np.ndarray], row: int, class_index: int) -> Prediction:
        values = outputs["probabilities"][row]
        several = self.card.several
        probabilities = self._each(values) if several else self._distribution(values, PROBABILITIES)
        heatmap = np.zeros((0, 0), np.float32)
        if "heatmap" in outputs:
            heatmap = np.asarray(outputs["heatmap"][row], np.float32)
            if heatmap.size == 0 or not np.isfinite(heatmap).all() or heatmap.min() < 0:
                raise InferenceError(f"{self.card.name}: the heat map holds no usable numbers")
        quality, oedema = outputs.get("quality"), outputs.get("macular_oedema")
        embedding, far = outputs.get("embedding"), outputs.get("unfamiliarity")
        if far is not None and not (np.isfinite(far[row]) and far[row] >= 0):
            raise InferenceError(f"{self.card.name}: the unfamiliarity is no usable number")
        if embedding is not None and not np.isfinite(embedding[row]).all():
            raise InferenceError(f"{self.card.name}: the embedding holds no usable numbers")
        return Prediction(
            probabilities=probabilities,
            class_index=int(probabilities.argmax()) if class_index < 0 else class_index,
            heatmap=_frozen(heatmap),
            quality=None if quality is None else self._distribution(quality[row], "quality"),
            embedding=None if embedding is None else _frozen(embedding[row]),
            unfamiliarity=None if far is None else float(far[row]),
            macular_oedema=None if oedema is None else self._risks(oedema[row]),
        )

    def _risks(self, values: np.ndarray) -> np.ndarray:
        """Return the probabilities of macular oedema, checked."""
        # What is no number fails every comparison. Risk 2 is part of "risk 1 or more".
        if not (values.min() >= 0 and values.max() <= 1 and values[1] <= values[0] + _ROUNDING):
            raise InferenceError(
                f"{self.card.name}: macular_oedema holds values that are no probabilities of risk "
                "1 or more and of risk 2"
            )
        return _frozen(values)

    def _each(self, values: np.ndarray) -> np.ndarray:
        """Return the probabilities of classes that do not exclude each other, checked."""
        # What is no number fails both comparisons.
        if values.size == 0 or not (values.min() >= 0 and values.max() <= 1):
            raise InferenceError(f"{self.card.name}: {PROBABILITIES} holds values beyond 0 to 1")
        return _frozen(values)

    def _distribution(self, values: np.ndarray, what: str) -> np.ndarray:
        """Return the values as a checked probability distribution."""
        if values.size == 0 or not np.isfinite(values).all():
            raise InferenceError(f"{self.card.name}: {what} holds values that are no numbers")
        total = float(values.sum())
        if values.min() < 0 or abs(total - 1) > SUM_TOLERANCE:
            raise InferenceError(f"{self.card.name}: {what} sums to {total:.4f}, not to 1")
        return _frozen(values)


def _frozen(values: np.ndarray) -> np.ndarray:
    array = np.array(values, np.float32)
    array.setflags(write=False)
    return array


def _expected_nodes(card: ModelCard) -> Nodes:
    spec, heat = card.input, card.gradcam
    return {
        ("input", "image"): ("tensor(uint8)", ("N", spec.height, spec.width, 3), True),
        ("input", "class_index"): ("tensor(int64)", ("N",), True),
        ("output", "probabilities"): ("tensor(float)", ("N", len(card.class_names)), True),
        ("output", "heatmap"): ("tensor(float)", ("N", heat.height, heat.width), True),
        ("output", "quality"): (
            "tensor(float)",
            ("N", len(card.quality_names)),
            bool(card.quality_names),
        ),
        ("output", "embedding"): (
            "tensor(float)",
            ("N", card.embedding_size or "D"),
            card.embedding_size is not None,
        ),
        ("output", "unfamiliarity"): ("tensor(float)", ("N",), card.gate is not None),
        ("output", "macular_oedema"): (
            "tensor(float)",
            ("N", _RISKS),
            card.macular_oedema is not None,
        ),
    }
