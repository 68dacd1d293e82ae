"""The version resource that Windows shows in a program's properties."""

from __future__ import annotations

from distribution.description import COPYRIGHT, NOTICE, PUBLISHER, SUMMARY, version_numbers
from fundusviewer import __version__
from fundusviewer.resources import APP_NAME

#: US English, Unicode: the language block that every Windows reads.
_LANGUAGE, _LANGUAGE_NUMBERS = "040904B0", [0x0409, 0x04B0]


def version_resource(executable: str) -> str:
    """Return the resource of one executable, in the notation that PyInstaller reads."""
    numbers = version_numbers()
    texts = {
        "CompanyName": PUBLISHER,
        "FileDescription": f"{SUMMARY}. {NOTICE}",
        "FileVersion": __version__,
        "InternalName": executable,
        "LegalCopyright": COPYRIGHT,
        "OriginalFilename": f"{executable}.exe",
        "ProductName": APP_NAME,
        "ProductVersion": __version__,
    }
    lines = ",\n".join(f"      StringStruct({name!r}, {text!r})" for name, text in texts.items())
    return f"""VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0x0, OS=0x40004,
                    fileType=0x1, subtype=0x0, date=(0, 0)),
  kids=[
    StringFileInfo([StringTable({_LANGUAGE!r}, [
{lines}
    ])]),
    VarFileInfo([VarStruct('Translation', {_LANGUAGE_NUMBERS})])
  ]
)
"""
