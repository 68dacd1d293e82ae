"""Start of ``FundusViewer``: the window of the packaged program; its arguments are photographs."""

import sys

from fundusviewer.cli.window import main

sys.exit(main())
