"""Takes out of a text whatever could tell who the patient is, before it is logged or copied.

Names of files often are names of patients, and some libraries repeat in their messages what they
read. So paths, names of pictures, quoted texts, names as DICOM writes them, and the patients that
are on the list are taken out. What remains is where the program was and what kind of error it met.
"""

from __future__ import annotations

import re

from fundusviewer.imaging import SUFFIXES

#: Shorter ones would take apart every text ("1", "ab").
_SHORTEST = 4

_PICTURE = "|".join(re.escape(suffix) for suffix in SUFFIXES)
_FILE = re.compile(
    rf"'[^'\n]*(?:[\\/]|{_PICTURE})[^'\n]*'"
    rf'|"[^"\n]*(?:[\\/]|{_PICTURE})[^"\n]*"'
    rf"|[^:'\"\n]*(?:{_PICTURE})\b"
    r"|(?<!\w)(?:[A-Za-z]:)?[\\/][^\s'\":,]+",
    re.IGNORECASE,
)
#: Where a file of the program is: all below its package; of other files the folder and the name.
_SOURCE_LINE = re.compile(
    r'^  File ".*?((?<=[\\/]fundusviewer[\\/])[^"]+|[^\\/"]+[\\/][^\\/"]+)"(, line.*)'
)

#: "Smith^John", as in DICOM's person names.
_PERSON = re.compile(r"[\w.'\- ]*\^[\w.'\-^ ]*")

#: The first line of an exception: "module.Kind: message".
_MESSAGE = re.compile(r"^((?:\w+\.)*[A-Z]\w*(?:Error|Exception|Warning|Interrupt|Exit)): (.*)$")
_QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|“[^”\n]*”")

#: Python writes these messages itself; what they quote are names of the program's own.
_OWN_WORDS = ("AttributeError", "NameError", "TypeError", "ImportError", "ModuleNotFoundError")

_words: set[str] = set()


def keep_out(word: str) -> None:
    """Take a word out of all texts from now on, for instance the name of a patient."""
    if len(word) >= _SHORTEST:
        _words.add(word)


def scrubbed(text: str) -> str:
    """Return a text without paths, names and quotations; source files keep their names."""
    clean = "\n".join(_line(line) for line in text.splitlines())
    # The longest first: a name may be a part of another one.
    for word in sorted(_words, key=len, reverse=True):
        clean = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", "<patient>", clean)
    return clean


def _line(line: str) -> str:
    source = _SOURCE_LINE.match(line)
    if source:
        return f'  File "{source.group(1)}"{source.group(2)}'
    message = _MESSAGE.match(line)
    if message and message.group(1).rpartition(".")[2] not in _OWN_WORDS:
        line = f"{message.group(1)}: {_QUOTED.sub('<text>', message.group(2))}"
    line = _FILE.sub("<file>", line)
    # The carets below a source line point at something; they are no name.
    return line if not line.strip("^~ ") else _PERSON.sub("<person>", line)
