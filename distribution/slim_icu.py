"""Qt's Unicode library on Linux without the data that Qt does not ask it for.

Qt takes the order of file names from ICU; languages, dates, numbers and line breaks it knows by
itself. Names of currencies, units, regions and time zones, transliterations, dictionaries and old
encodings are 24 of the 32 MB.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from distribution.elf import output_of
from distribution.left_out import LINK, Entry

#: Beginnings of item names in ICU's package of data.
_LEFT_OUT = ("brkitr/", "curr/", "lang/", "rbnf/", "region/", "translit/", "unit/", "zone/")
_ENCODINGS = ".cnv"

#: Debian hides it from those who are not root.
_TOOL_PATH = "/usr/bin:/usr/sbin:/sbin"

_ASSEMBLY = """.section .rodata
.globl {symbol}
.type {symbol}, @object
.balign 16
{symbol}: .incbin "{data}"
.size {symbol}, .-{symbol}
.section .note.GNU-stack,"",@progbits
"""


def slim_icu(binaries: Iterable[Entry], work: Path) -> list[Entry]:
    """Return the binaries with a smaller library of ICU's data.

    Where ICU's own tool is not installed (Debian: ``icu-devtools``) they are returned unchanged.

    Parameters
    ----------
    binaries
        PyInstaller's list.
    work
        Folder for what is made.

    Raises
    ------
    subprocess.CalledProcessError
        If the tool or the C compiler refuses its work.
    """
    tool = shutil.which("icupkg", path=_TOOL_PATH)
    if tool is None:
        print("icupkg is not installed: Qt's Unicode data stay as they are (24 MB more)")
        return list(binaries)
    return [
        (name, str(_smaller(tool, Path(source), work)), kind)
        if Path(name).name.startswith("libicudata.") and kind != LINK
        else (name, source, kind)
        for name, source, kind in binaries
    ]


def _smaller(tool: str, library: Path, work: Path) -> Path:
    work.mkdir(parents=True, exist_ok=True)
    symbol, content = _data_of(library)
    # The tool takes the version and the byte order from the name.
    package = work / f"{symbol.removesuffix('_dat')}l.dat"
    package.write_bytes(content)
    items = output_of(tool, "-l", package).splitlines()
    unused = [item for item in items if item.startswith(_LEFT_OUT) or item.endswith(_ENCODINGS)]
    (work / "unused.lst").write_text("\n".join(unused), encoding="ascii")
    output_of(tool, "-r", work / "unused.lst", package)
    return _library(symbol, package, work / library.name)


def _data_of(library: Path) -> tuple[str, bytes]:
    """Return the library's one symbol and the bytes that it stands for."""
    row = re.search(
        r"([0-9a-f]{16})\s+(\w+)\s+OBJECT\s+GLOBAL\s+DEFAULT\s+\d+\s+(icudt\w+_dat)",
        output_of("readelf", "-sW", library),
    )
    if row is None:
        raise subprocess.CalledProcessError(1, "readelf", f"no data in {library}")
    # In this library the addresses of read-only data are their places in the file.
    start, size = int(row[1], 16), int(row[2], 0)
    return row[3], library.read_bytes()[start : start + size]


def _library(symbol: str, package: Path, target: Path) -> Path:
    source = target.with_suffix(".S")
    source.write_text(_ASSEMBLY.format(symbol=symbol, data=package), encoding="utf-8")
    name = f"-Wl,-soname,{target.name}"
    output_of("cc", "-shared", "-nostdlib", "-s", name, "-o", target, source)
    return target
