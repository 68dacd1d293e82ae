"""DICOM and FHIR in the window: their menu, the node that receives, what is sent, and dialogs.

:mod:`.dicom_controller` stands behind the menu, :mod:`.receiver_node` opens what a camera sends
like every other photograph, :mod:`.sender` hands findings to a folder or to the outbox,
:mod:`.fhir_sender` does the same as FHIR; :mod:`.delivery` looks after both outboxes.
:mod:`.network_dialog` and :mod:`.tags_dialog` are windows of their own.

Nothing here speaks either: those are the rooms ``dicom`` and ``fhir``. The first one also owns the
settings of the network and the outbox on disk.
"""
