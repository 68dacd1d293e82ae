"""A model file in the folders that others expect: a Hugging Face repository, a MONAI bundle.

Only the card is read and the file copied; the network inside stays as it is. Nothing is sent.
:mod:`.model_text` says the card in Markdown, :mod:`.hugging_face` and :mod:`.monai_bundle` add what
each of them asks for, :mod:`.shared_folder` writes it whole or not at all.
"""
