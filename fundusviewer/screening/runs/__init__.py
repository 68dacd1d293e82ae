"""A run through a folder: what is claimed, examined and watched; not the pipeline itself."""
