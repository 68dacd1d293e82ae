"""The window. The only room that knows Qt (the printed report's pages apart).

Eighteen packages in layers; each imports only from those below it (import-linter checks it):
``window``, ``preferences``, ``workspace``, then side by side ``review``, ``output`` and ``dicom``,
``worklist`` and ``viewing``, then ``viewer``, ``finding`` and ``ml_models``, ``commands``,
``state``, ``crash``, ``widgets``, ``settings``, ``text`` and ``threads``.

What is true of the photographs, the database and the model stands in ``state``, what the user
chose for good in ``settings``. Everything else shows it or changes it through them. Nothing here
decides anything about an eye: that is done in ``screening`` and ``grading``.

``docs/architecture.md`` shows the way through these packages.
"""
