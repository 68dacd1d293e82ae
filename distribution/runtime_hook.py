"""Runs before everything else in the packaged program.

onnxruntime comes first: loading Qt before it has crashed programs on Windows, because both bring
libraries of their own under the same names, and the first one loaded is the one that both get.
"""

import os
import sys

import fundusviewer  # noqa: F401 - before onnxruntime: it says what onnxruntime may not do

# isort: split
import onnxruntime  # noqa: F401

# PyInstaller points the system's loader at the program's own libraries. The loader has read that
# by now; the programs that this one starts (the file manager, the PDF viewer) must not.
if sys.platform == "linux":
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    os.environ.pop("LD_LIBRARY_PATH", None)
    if before is not None:
        os.environ["LD_LIBRARY_PATH"] = before
