"""The marker: one model file that marks places, ready to answer."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from fundusviewer.errors import InferenceError, ModelContractError
from fundusviewer.inference.golden_marks import GoldenMarks, MarksCheck, compare_marks
from fundusviewer.inference.marking_card import MarkingCard
from fundusviewer.inference.model_file import ModelFile, marking_card_of, verified
from fundusviewer.inference.network import Network
from fundusviewer.inference.nodes import Nodes
from fundusviewer.inference.providers import ProviderRequest, Selection

#: A sigmoid's values; rounding may take them a little beyond.
_ROUNDING = 1e-4


class Marker(Network[MarkingCard]):
    """Runs one model with a role.

    Parameters
    ----------
    path
        The ``.onnx`` file with its card. Whoever uses its marks opens it by
        :func:`fundusviewer.inference.open_marker`, which also tries it.
    provider, threads
        See :class:`fundusviewer.inference.Classifier`.

    Raises
    ------
    ModelContractError
        If the file has no valid card, is damaged, or its graph contradicts the card.
    ProviderError
        If the provider cannot be used here.
    """

    def __init__(
        self,
        path: Path | ModelFile[MarkingCard],
        provider: ProviderRequest | Selection = "auto",
        threads: int | None = None,
    ) -> None:
        file = path if isinstance(path, ModelFile) else verified(path, marking_card_of)
        super().__init__(file, provider, threads, _expected_nodes(file.card))

    def mark(self, pixels: np.ndarray) -> np.ndarray:
        """Answer one prepared photograph.

        Parameters
        ----------
        pixels
            uint8 (H, W, 3) RGB of the card's input size.

        Returns
        -------
        numpy.ndarray
            float32 (h, w, K), 0–1: for each place and each of the card's kinds the probability.

        Raises
        ------
        ValueError
            If the pixels do not fit the card.
        InferenceError
            If the network's answer cannot be used.
        """
        spec = self.card.input
        if pixels.dtype != np.uint8 or pixels.shape != (spec.height, spec.width, 3):
            raise ValueError(
                f"pixels are {pixels.dtype} {pixels.shape}, "
                f"not uint8 ({spec.height}, {spec.width}, 3)"
            )
        maps = self._values(["marks"], {"image": pixels[None]})[0][0]
        shape = (self.card.height, self.card.width, len(self.card.kinds))
        if maps.shape != shape:
            raise InferenceError(
                f"{self.card.name}: marks came as {maps.shape}; the card says {shape}"
            )
        if not (maps.min() >= -_ROUNDING and maps.max() <= 1 + _ROUNDING):
            raise InferenceError(f"{self.card.name}: marks hold values that are no probabilities")
        return np.asarray(maps, np.float32)

    def check_golden(self) -> MarksCheck | None:
        """Run the stored input; ``None`` where the file carries no golden vector."""
        if self._golden_json is None:
            return None
        try:
            golden = GoldenMarks.from_json(self._golden_json)
            golden.check_size(self.card.input.width, self.card.input.height)
            return compare_marks(golden, self.mark(golden.image()))
        except ModelContractError as error:
            raise ModelContractError(f"{self.path.name}: {error}") from error

    def run_once(self) -> None:
        """Run the network on any input, whatever it answers; raises :class:`InferenceError`."""
        self.mark(self._any_input())

    def _answer(self, pixels: np.ndarray) -> np.ndarray:
        return self.mark(pixels)


def _expected_nodes(card: MarkingCard) -> Nodes:
    spec = card.input
    return {
        ("input", "image"): ("tensor(uint8)", ("N", spec.height, spec.width, 3), True),
        ("output", "marks"): (
            "tensor(float)",
            ("N", card.height, card.width, len(card.kinds)),
            True,
        ),
    }
