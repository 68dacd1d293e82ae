"""Start of the packaged programs: the window, or ``fundusviewer-cli`` where that is its name.

On Linux both names lead to one file, and the name that was typed says which is meant. Windows and
macOS have a file for each, because there a program with a console and one without are made
differently; theirs is the file's own name.
"""

import sys
from pathlib import Path

name = sys.argv[0] if sys.platform == "linux" else sys.executable

if Path(name).stem.lower() == "fundusviewer-cli":
    from fundusviewer.cli import main
else:
    from fundusviewer.cli.window import main

sys.exit(main())
