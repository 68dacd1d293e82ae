"""FundusViewer: grades fundus photographs for diabetic retinopathy, offline. Research use only."""

__version__ = "0.1.0"
