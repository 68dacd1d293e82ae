"""The settings dialog: one page for each kind of choice; everything applies at once."""
