"""What begins before the window is made, even before Qt is loaded: opening the models."""

from __future__ import annotations

from fundusviewer.gui.settings.settings_file import SettingsFile
from fundusviewer.gui.threads.early_models import EarlyModels
from fundusviewer.inference.providers import ProviderRequest


def open_early(model: str | None, provider: ProviderRequest | None) -> EarlyModels:
    """Begin to open what the window will ask for first.

    Parameters
    ----------
    model, provider
        As they were asked for; ``None`` for those of the settings.
    """
    settings = SettingsFile().peek()
    return EarlyModels(model or settings.model, provider or settings.provider, settings.threads)
