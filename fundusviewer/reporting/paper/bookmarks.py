"""Bookmarks for a document that Qt wrote: Qt itself makes none.

They are appended, as the PDF standard foresees it (ISO 32000-1, 7.5.6, incremental updates): a new
catalog, the bookmarks, and a table of where these lie. What is there already is not touched.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_KIDS = re.compile(rb"/Kids\s*\[([\d\sR]*)\]")
_REFERENCE = re.compile(rb"(\d+) 0 R")


@dataclass(frozen=True)
class Bookmark:
    """One bookmark.

    Attributes
    ----------
    title
        Any script.
    page
        Counted from 1.
    """

    title: str
    page: int


@dataclass(frozen=True)
class _Written:
    """What must be known of a document to go on with it."""

    table_at: int
    size: int
    root: int
    catalog: bytes
    rest: bytes
    pages: tuple[int, ...]


def add_bookmarks(path: Path, bookmarks: Sequence[Bookmark]) -> None:
    """Append bookmarks to a document.

    Raises
    ------
    OSError
        If the file cannot be written.
    ValueError
        If it is no document as Qt writes it.
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        written, length = _read(data), len(data)
    with path.open("ab") as end:
        end.write(_update(written, bookmarks, length))


def _read(data: mmap.mmap) -> _Written:
    tail = data[max(0, len(data) - 2048) :]
    start = _START.search(tail)
    trailer = tail[tail.rfind(b"trailer") :]
    size, root = (re.search(rb"/%s (\d+)" % name, trailer) for name in (b"Size", b"Root"))
    if start is None or size is None or root is None:
        raise ValueError("the document has no end as Qt writes it")
    rest = re.search(rb"/Info \d+ 0 R", trailer), re.search(rb"/ID \[[^\]]*\]", trailer)
    begin = data.find(b"\n%s 0 obj" % root[1])
    catalog = data[data.find(b"<<", begin) : data.find(b"endobj", begin)]
    kids = _KIDS.search(data, data.rfind(b"/Type /Pages"))
    if b"/Catalog" not in catalog or kids is None:
        raise ValueError("the document has no catalog as Qt writes it")
    return _Written(
        int(start[1]),
        int(size[1]),
        int(root[1]),
        catalog.rstrip(),
        b" ".join(part[0].strip() for part in rest if part),
        tuple(int(number) for number in _REFERENCE.findall(kids[1])),
    )


def _update(written: _Written, bookmarks: Sequence[Bookmark], length: int) -> bytes:
    """Return what is appended to a document of some length in bytes."""
    first = written.size
    catalog = written.catalog.removesuffix(b">>") + b"/Outlines %d 0 R\n>>" % first
    objects = {written.root: catalog, first: _outlines(first, len(bookmarks))}
    for number, bookmark in enumerate(bookmarks):
        objects[first + 1 + number] = _item(written, bookmarks, number, bookmark)
    body, places = bytearray(b"\n"), {}
    for name, content in objects.items():
        places[name] = length + len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (name, content)
    table_at = length + len(body)
    body += b"xref\n%d 1\n%010d 00000 n \n" % (written.root, places[written.root])
    body += b"%d %d\n" % (first, len(bookmarks) + 1)
    for number in range(first, first + len(bookmarks) + 1):
        body += b"%010d 00000 n \n" % places[number]
    body += b"trailer\n<<\n/Size %d\n" % (first + len(bookmarks) + 1)
    body += b"/Root %d 0 R\n%s\n/Prev %d\n>>\n" % (written.root, written.rest, written.table_at)
    body += b"startxref\n%d\n%%%%EOF\n" % table_at
    return bytes(body)


def _outlines(first: int, count: int) -> bytes:
    if not count:
        return b"<< /Type /Outlines /Count 0 >>"
    ends = (first + 1, first + count, count)
    return b"<< /Type /Outlines /First %d 0 R /Last %d 0 R /Count %d >>" % ends


def _item(
    written: _Written, bookmarks: Sequence[Bookmark], number: int, bookmark: Bookmark
) -> bytes:
    name = written.size + 1 + number
    # UTF-16 with its mark, in hexadecimal digits.
    title = b"FEFF" + bookmark.title.encode("utf-16-be", "replace").hex().upper().encode("ascii")
    before = b"" if number == 0 else b" /Prev %d 0 R" % (name - 1)
    after = b"" if number == len(bookmarks) - 1 else b" /Next %d 0 R" % (name + 1)
    page = written.pages[bookmark.page - 1]
    return b"<< /Title <%s> /Parent %d 0 R%s%s /Dest [%d 0 R /Fit] >>" % (
        title,
        written.size,
        before,
        after,
        page,
    )
