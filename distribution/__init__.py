"""What turns the program into something to install. Not part of the program itself.

``build.spec`` says what goes into the folder; these modules make what it needs (icons, notices,
version resource) and what is made of it (package, archive, bill of materials, checksums).
"""
