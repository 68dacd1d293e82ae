"""DICOM in the window: its menu, the node that receives, what is sent, and their dialogs.

:mod:`.dicom_controller` stands behind the menu, :mod:`.receiver_node` opens what a camera sends
like every other photograph, :mod:`.sender` hands findings to a folder or to the outbox.
:mod:`.network_dialog` and :mod:`.tags_dialog` are windows of their own.

Nothing here speaks DICOM: that is the room ``dicom``, which also owns the settings of the network
and the outbox on disk.
"""
