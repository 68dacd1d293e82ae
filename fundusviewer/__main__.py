"""``python -m fundusviewer``."""

import sys

from fundusviewer.cli import main

if __name__ == "__main__":
    sys.exit(main())
