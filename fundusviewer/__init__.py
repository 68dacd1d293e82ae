"""FundusViewer: grades fundus photographs for diabetic retinopathy, offline. Research use only."""

import os

__version__ = "0.1.0"

# onnxruntime reports its use to its makers, unless this is said before it is loaded: nothing that
# this program does with a photograph is anybody else's business.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
