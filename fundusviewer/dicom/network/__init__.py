"""Speaking DICOM with other machines: calling, sending, receiving, fetching.

:mod:`.associate` calls a node, :mod:`.send`, :mod:`.receive` and :mod:`.fetch` move objects,
:mod:`.guard` and :mod:`.callers` bound what a caller may do, :mod:`.spool` and :mod:`.outbox` own
what arrived and what is still to be sent: on disk, so that nothing is lost.

What the objects say is made in ``dicom``'s other modules; nothing is on before somebody says so in
the room's settings.
"""
