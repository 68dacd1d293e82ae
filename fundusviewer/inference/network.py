"""What every model file is once it is open: its card, its session, and what it runs on."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

import numpy as np

from fundusviewer.errors import InferenceError
from fundusviewer.inference.card import ModelCard
from fundusviewer.inference.marking_card import MarkingCard
from fundusviewer.inference.model_file import ModelFile
from fundusviewer.inference.nodes import Nodes, check_nodes
from fundusviewer.inference.providers import (
    ProviderRequest,
    Selection,
    in_words,
    open_session,
)
from fundusviewer.inference.providers.session import share_of_nodes
from fundusviewer.inference.providers.timing import fastest

CardT = TypeVar("CardT", ModelCard, MarkingCard)


class Network(ABC, Generic[CardT]):
    """One model file, ready to answer.

    Parameters
    ----------
    file
        What was read of the file.
    provider
        What it is to run on.
    threads
        Threads of one operator; ``None`` for a number that fits the machine.
    nodes
        Inputs and outputs as the card says.

    Attributes
    ----------
    card : ModelCard or MarkingCard
    path : Path
    sha256 : str
        Hash of the whole file.
    is_hashed : bool
        Whether the file's bytes were held against a hash.
    provider : ProviderReport

    Raises
    ------
    ModelContractError
        If the graph contradicts the card.
    ProviderError
        If the provider cannot be used here.
    """

    def __init__(
        self,
        file: ModelFile[CardT],
        provider: ProviderRequest | Selection,
        threads: int | None,
        nodes: Nodes,
    ) -> None:
        self.card: CardT = file.card
        self.path, self.sha256, self.is_hashed = file.path, file.sha256, file.is_hashed
        self._golden_json = file.golden_json
        selection = provider if isinstance(provider, Selection) else Selection.of(provider)
        self._session, self.provider = open_session(self.path, selection, threads)
        check_nodes(self.path, self._session, nodes)

    @abstractmethod
    def run_once(self) -> None:
        """Run the network on the stored input or any other, whatever it answers.

        Raises
        ------
        InferenceError
            If it cannot be run.
        """

    def share_on_provider(self) -> float | None:
        """Return which share of the network runs on its provider; see :func:`.share_of_nodes`."""
        return share_of_nodes(self._session)

    def runs_in(self, most: float) -> float:
        """Return the milliseconds of one photograph, all answers included; see :func:`.fastest`."""
        pixels = self._any_input()
        return fastest(lambda: self._answer(pixels), most)

    @abstractmethod
    def _answer(self, pixels: np.ndarray) -> object:
        """Answer one prepared photograph, uint8 (H, W, 3) RGB."""

    def _any_input(self) -> np.ndarray:
        spec = self.card.input
        return np.asarray(np.indices((spec.height, spec.width, 3)).sum(axis=0), np.uint8)

    def _values(
        self, names: Sequence[str], feeds: Mapping[str, np.ndarray], *options: object
    ) -> list[Any]:
        """Run the network; raises :class:`InferenceError`."""
        try:
            return list(self._session.run(names, feeds, *options))
        # onnxruntime's exceptions share no base class but Exception.
        except Exception as error:
            raise InferenceError(
                f"{self.card.name}: the network failed ({in_words(error)})"
            ) from error
