"""Inputs and outputs of a graph beside what its card says of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from fundusviewer.errors import ModelContractError

#: ``("input" or "output", name)`` → type, shape with a name where the size is free, whether it
#: must be there.
Nodes = Mapping[tuple[str, str], tuple[str, tuple[int | str, ...], bool]]


def check_nodes(path: Path, session: Any, expected: Nodes) -> None:
    """Compare the graph with the card.

    Raises
    ------
    ModelContractError
        That names the first difference.
    """
    nodes = {"input": session.get_inputs(), "output": session.get_outputs()}
    found = {(kind, node.name): node for kind, group in nodes.items() for node in group}
    for (kind, name), (dtype, shape, required) in expected.items():
        node = found.pop((kind, name), None)
        if node is None:
            if required:
                raise ModelContractError(f"{path.name}: the graph has no {kind} {name!r}")
        elif node.type != dtype or not _fits(node.shape, shape):
            raise ModelContractError(
                _difference(f"{path.name}: {kind} {name!r}", node, dtype, shape)
            )
    if found:
        kind, name = next(iter(found))
        raise ModelContractError(f"{path.name}: the graph has an unexpected {kind} {name!r}")


def _difference(what: str, node: Any, dtype: str, shape: tuple[int | str, ...]) -> str:
    """Return in one sentence how a tensor differs from what the card says."""
    found = list(node.shape)
    if node.type != dtype:
        return f"{what} holds {node.type}; the card says {dtype}"
    if len(found) == len(shape) == 4 and found[1:] == [shape[3], *shape[1:3]]:
        return f"{what} has its colours first {found}; they must stand last {list(shape)}"
    if isinstance(found[0], int) and _fits(["N", *found[1:]], shape):
        return f"{what} is {found}: {found[0]} at a time; the first size must be free"
    return f"{what} is {node.type} {found}; the card says {dtype} {list(shape)}"


def _fits(actual: Sequence[int | str | None], expected: Sequence[int | str]) -> bool:
    """Return whether the shapes agree where both are fixed numbers; the batch must be free."""
    return (
        len(actual) == len(expected)
        and not isinstance(actual[0], int)
        and all(
            not isinstance(a, int) or not isinstance(e, int) or a == e
            for a, e in zip(actual, expected, strict=True)
        )
    )
