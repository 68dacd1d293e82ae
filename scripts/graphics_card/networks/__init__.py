"""The networks in PyTorch, with their weights under Keras' names, and their losses."""
