"""A run through a folder: what is found, claimed and examined; not the pipeline itself."""
