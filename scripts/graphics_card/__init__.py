"""The networks that need a graphics card: how the shipped weights were learned, step by step.

``pack`` and ``pack_masks`` read the photographs with the product's own reader and preparation, and
leave one folder that travels. ``grader``, ``lesions`` and ``landmarks`` learn from that folder and
need NumPy, OpenCV and PyTorch, nothing else: not the packages of the product, no network.
``figures`` says, with the product's own measures, what a grader is worth. docs/training.md has the
commands in order.

``packed`` is that folder, in NumPy; ``networks`` and ``learning`` are PyTorch, which is no
dependency of the project; ``recipe`` holds what was decided for each set by hand.
"""
