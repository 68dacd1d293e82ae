"""The errors that FundusViewer raises on purpose.

Each message is one sentence for the person in front of the screen: what happened, where, and
what is allowed. They are raised ``from`` their cause and caught at the edges only (the inference
worker, the folder run, the command line).
"""


class FundusViewerError(Exception):
    """Base of every error whose message is meant for the user."""


class ImageReadError(FundusViewerError):
    """A file could not be turned into a photograph."""


class UnreachableError(ImageReadError):
    """A drive or a network failed: that says nothing of the photograph; it may be tried again."""


class DamagedImageError(ImageReadError):
    """A photograph is damaged inside: it must not be graded; what can be read may be shown."""


class ModelContractError(FundusViewerError):
    """A model file breaks the model contract (missing card, wrong graph, damaged file)."""


class ModelNotFoundError(FundusViewerError):
    """No model of the library has the name that was asked for."""


class ProviderError(FundusViewerError):
    """The execution provider that was asked for cannot run here.

    Attributes
    ----------
    reason
        Why, without its name.
    """

    def __init__(self, message: str, reason: str | None = None) -> None:
        super().__init__(message)
        self.reason = reason or message


class InferenceError(FundusViewerError):
    """The network's answer cannot be used (not a number, empty, no probability distribution)."""


class OutputError(FundusViewerError):
    """A file could not be written."""


class ExportError(FundusViewerError):
    """A Keras model cannot be turned into a FundusViewer model."""


class LabelsError(FundusViewerError):
    """A labels file for training or evaluation cannot be used."""


class TrainingError(FundusViewerError):
    """Training cannot start or cannot go on."""


class DisplayError(FundusViewerError):
    """The window cannot be shown on this machine."""


class StoreError(FundusViewerError):
    """A screening database cannot be opened, read or written."""


class ReadOnlyError(StoreError):
    """A screening database cannot be written, but can be looked at."""


class RefusedError(StoreError):
    """What was said is against the programme's rules; another attempt is refused as well."""


class PatternError(FundusViewerError):
    """A pattern for file names cannot be used."""


class MissingPackageError(FundusViewerError):
    """What was asked for needs a package that is not installed here."""


class InputError(FundusViewerError):
    """What the user named as input cannot be used."""


class NetworkError(FundusViewerError):
    """Another DICOM node cannot be reached, refuses, or answers with an error."""
