"""Start of ``fundusviewer-cli``: the command line of the packaged program."""

import sys

from fundusviewer.cli import main

sys.exit(main())
