"""The models that come with the program, by their bytes.

A file in the program's folder that is not the one of this table is damaged or another one, and is
refused. After a bundled model was made anew its line must follow (``sha256sum models/*.onnx``);
``tests/inference/test_bundled.py`` says when it does not.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class BundledModel:
    """One model of the program.

    Attributes
    ----------
    file
        Its file's name.
    name, version
        From its card.
    sha256
        Hash of the whole file.
    """

    file: str
    name: str
    version: str
    sha256: str


BUNDLED = (
    BundledModel(
        "fundusviewer-dr-efficientnetlite2.onnx",
        "fundusviewer-dr-efficientnetlite2",
        "2.2.0",
        "a38a0ad42601c06fd6684cc4ce36434a45e11bd16be2535b24878c303da52dc3",
    ),
    BundledModel(
        "fundusviewer-landmarks.onnx",
        "fundusviewer-landmarks",
        "1.1.0",
        "7fff6b010df0d680f77b6b53fa75ffd12a5e62f23e9ede5e13ba535571be92cc",
    ),
    BundledModel(
        "fundusviewer-lesions.onnx",
        "fundusviewer-lesions",
        "2.3.0",
        "a829c41bcfbbf069a361ef00cdb415b896a23925cd652d09e49aea593ad3549c",
    ),
    BundledModel(
        "squeezenet-imagenet.onnx",
        "squeezenet-imagenet",
        "1.0.0",
        "a62267d1c44be8b0a97f48afe99f5f2dd4978a805acf8058e4a911f410126f16",
    ),
)


def is_bundled(sha256: str) -> bool:
    """Return whether a file with this hash is one of the program's own, wherever it lies."""
    return any(model.sha256 == sha256 for model in BUNDLED)
