"""OpenCV on Linux without its video libraries, and with a smaller one for linear algebra.

The wheel links FFmpeg (with an OpenSSL that nobody maintains any more), an AV1 codec and OpenBLAS
into the one module ``cv2``: 82 MB and a network client that a program for photographs has no use
for. The module does not load without them. So

- FFmpeg and the AV1 codec, which it calls only for videos and for AVIF pictures (the reader refuses
  them before), are replaced by libraries of the same names whose functions say what was left out
  and end the program; ``tests/distribution/test_slim_opencv.py`` keeps functions that would call
  them out of the program;
- OpenBLAS is replaced by a library of the same name that leads to the reference BLAS and LAPACK of
  the system that builds: the same functions, a fifth of the size. They are slower with matrices of
  hundreds of rows, which no photograph needs.
"""

from __future__ import annotations

import platform
from collections import defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path, PurePosixPath

from distribution.elf import output_of, symbols
from distribution.left_out import Entry

#: Libraries that get a stand-in, and those that only they need.
REPLACED = ("libavcodec", "libavformat", "libavutil", "libswscale", "libaom")
_DROPPED = (
    "libswresample",
    "libvpx",
    "libcrypto",
    "libssl",
    "libdrm",
)
_OPENBLAS = "libopenblas"
#: Needed by OpenBLAS alone.
_FORTRAN = ("libgfortran", "libquadmath")
#: Debian's, with what they need; OpenBLAS stays where they are not installed (``liblapack3``).
_REFERENCE = (
    "lapack/liblapack.so.3",
    "blas/libblas.so.3",
    "libgfortran.so.5",
    "libquadmath.so.0",
)

#: What is linked with them: the module, and its AVIF reader with its AV1 decoder.
_CALLERS = ("cv2/cv2.", "opencv_python_headless.libs/libavif")

_FOLDER = "opencv_python_headless.libs"
_UNVERSIONED = ""

#: Without headers and libraries of its own: the compiler alone is enough.
_SOURCE = """extern long write(int, const void *, unsigned long);
extern void abort(void);
static void left_out(const char *text, unsigned long length) {{
    write(2, text, length);
    abort();
}}
#define LEFT_OUT(name) void name(void) {{ static const char text[] = \\
    "FundusViewer: OpenCV's " #name " is not part of this program\\n"; \\
    left_out(text, sizeof text - 1); }}
{functions}
"""


def slim_opencv(binaries: Iterable[Entry], work: Path) -> list[Entry]:
    """Return the binaries with stand-ins for what OpenCV is never asked to do.

    Parameters
    ----------
    binaries
        PyInstaller's list.
    work
        Folder for the stand-ins.

    Raises
    ------
    subprocess.CalledProcessError
        If ``nm`` or the C compiler fails.
    FileNotFoundError
        If one is not installed.
    """
    binaries = list(binaries)
    callers = [Path(source) for name, source, _ in binaries if name.startswith(_CALLERS)]
    wanted = {name for caller in callers for name in symbols(caller, "--undefined-only")}
    reference = _reference_algebra()
    dropped = (*_DROPPED, *_FORTRAN) if reference else _DROPPED
    result = [(path.name, str(path), "BINARY") for path in reference]
    for name, source, kind in binaries:
        path = PurePosixPath(name)
        if path.parent.name != _FOLDER:
            result.append((name, source, kind))
        elif path.name.startswith(REPLACED):
            result.append((name, str(_stand_in(Path(source), wanted, work)), kind))
        elif path.name.startswith(_OPENBLAS) and reference:
            result.append((name, str(_signpost(path.name, reference[:2], work)), kind))
        elif not path.name.startswith(dropped):
            result.append((name, source, kind))
    return result


def _reference_algebra() -> list[Path]:
    """Return the system's reference libraries, nothing where one is missing."""
    folder = Path("/usr/lib") / f"{platform.machine()}-linux-gnu"
    paths = [folder / name for name in _REFERENCE]
    if all(path.is_file() for path in paths):
        return paths
    print("liblapack3 is not installed: OpenCV keeps its OpenBLAS (30 MB more)")
    return []


def _signpost(name: str, libraries: Iterable[Path], work: Path) -> Path:
    """Make a library of that name with nothing in it but the way to others."""
    work.mkdir(parents=True, exist_ok=True)
    target, empty = work / name, work / "empty.c"
    empty.write_text("", encoding="utf-8")
    linker = ["-nostdlib", f"-Wl,-soname,{name}", "-Wl,--no-as-needed"]
    output_of("cc", "-shared", *linker, "-o", target, empty, *libraries)
    return target


def _stand_in(library: Path, wanted: AbstractSet[str], work: Path) -> Path:
    """Compile a library with the name, the functions and the versions that the module asks for."""
    offered = symbols(library, "--defined-only")
    names = sorted(wanted & offered.keys())
    by_version: dict[str, list[str]] = defaultdict(list)
    for name in names:
        by_version[offered[name]].append(name)
    work.mkdir(parents=True, exist_ok=True)
    source, versions, target = (work / (library.name + end) for end in (".c", ".map", ""))
    functions = "\n".join(f"LEFT_OUT({name})" for name in names)
    source.write_text(_SOURCE.format(functions=functions), encoding="utf-8")
    versions.write_text(_version_script(by_version), encoding="utf-8")
    command = ["cc", "-shared", "-fPIC", "-Os", "-s", "-nostdlib", f"-Wl,-soname,{library.name}"]
    if set(by_version) != {_UNVERSIONED}:
        command.append(f"-Wl,--version-script={versions}")
    output_of(*command, "-o", target, source)
    return target


def _version_script(by_version: Mapping[str, list[str]]) -> str:
    return "\n".join(
        f"{version} {{ global: {' '.join(f'{name};' for name in names)} }};"
        for version, names in by_version.items()
    )
