"""What a model file says of itself to other programs, Netron for one: title, version, licence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fundusviewer import __version__

if TYPE_CHECKING:
    from fundusviewer.inference import ModelCard

PRODUCER = DOMAIN = "fundusviewer"

_NODES = {
    "image": "uint8 RGB, prepared as the card says",
    "class_index": "class that the heat map explains; -1: the most probable one",
    "probabilities": "calibrated, of the classes of the card, in its order",
    "heatmap": "Grad-CAM of the class, or what it loses by covering, at least 0, not scaled",
    "quality": "probabilities of how good the photograph is, in the card's order",
    "embedding": "pooled features",
    "unfamiliarity": "distance from what the network learned from",
}


def write_masthead(proto: Any, card: ModelCard) -> None:
    """Name producer, version, licence and limits in an ONNX model, in place.

    Before the file is hashed: whoever reads and writes it again must find one value of each.
    """
    proto.producer_name, proto.producer_version = PRODUCER, __version__
    proto.domain, proto.model_version = DOMAIN, version_number(card.version)
    proto.doc_string = "\n".join(
        [
            f"{card.title}, version {card.version} ({card.created}).",
            f"Task: {card.task}; backbone: {card.backbone}; computes in {card.precision}.",
            f"Licence: {card.licence}.",
            *card.limits,
            "For research use only. Not for diagnosis.",
            "The card, with figures and preprocessing, stands in the metadata.",
        ]
    )
    proto.graph.name = card.name
    for node in (*proto.graph.input, *proto.graph.output):
        node.doc_string = _NODES.get(node.name, "")


def version_number(version: str) -> int:
    """Return 1.2.3 as 1002003, which grows as versions do."""
    major, minor, patch = (int(part) for part in version.split("."))
    return (major * 1000 + minor) * 1000 + patch
