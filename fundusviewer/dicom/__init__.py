"""DICOM out, and on the network: reports into an archive, photographs from a camera.

The objects are made by highdicom, the network is pynetdicom's; no other room imports them. Both
take a second to import: the modules here are imported when they are needed.
"""
