"""The database read and reviewed in a browser, from other rooms of the clinic.

``served`` is what is served: the database, the model, who may upload; it and ``sessions`` own all
state, in memory. ``seen`` is what one reader in a role may see: every row of a page comes from
there, and it asks the database as that seat, so that no page can tell what the seat must not know.
``pages`` are the addresses, ``templates`` and ``static`` what a browser is given: all of it from
here, nothing from elsewhere. ``application`` puts them together, ``server`` listens.

No Qt, no TensorFlow; needs the extra ``web`` (Flask, cheroot).
"""
