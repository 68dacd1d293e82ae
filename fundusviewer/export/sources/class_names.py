"""Class names: those of ImageNet, or one per line of a file.

``imagenet_classes.txt`` holds the 1000 classes of ILSVRC 2012 in the order that Keras and Caffe
share (by WordNet number): the first word of each WordNet synset, with a second one in brackets
where two classes would share it. The words are WordNet's (Princeton University, WordNet licence);
the table was taken from the package ``imagenet-classes`` 0.2.1 (MIT).
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from fundusviewer.errors import ExportError
from fundusviewer.user_text import read_user_text

_IMAGENET = Path(__file__).with_name("imagenet_classes.txt")


def imagenet_classes() -> tuple[str, ...]:
    """Return the 1000 class names of ImageNet in Keras' order."""
    return read_classes(_IMAGENET)


def read_classes(path: Path) -> tuple[str, ...]:
    """Read class names, one per line; empty lines are skipped.

    Raises
    ------
    ExportError
        If the file cannot be read or names a class twice.
    """
    try:
        lines = read_user_text(path).splitlines()
    except (OSError, ValueError) as error:
        raise ExportError(f"{path}: the class names cannot be read ({error})") from error
    names = tuple(line.strip() for line in lines if line.strip())
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise ExportError(f"{path}: the class name {twice[0]!r} stands there twice")
    if not names:
        raise ExportError(f"{path}: there is no class name in it")
    return names
