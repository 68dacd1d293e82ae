"""From Keras to one self-contained ONNX file with its Grad-CAM inside.

The way of one model: a Keras network and what must be known about it
(:mod:`.sources.classifier_spec`) becomes an ONNX graph (:mod:`.graph.tracing`), gets its heat map
(:mod:`.gradcam`), is folded (:mod:`.graph.folding`), made smaller where asked for
(:mod:`.quantise.precision`), and written with its card (:mod:`.pipeline.writer`).

A finished file is put into the folders that others expect by :mod:`.sharing`.

Seven packages in layers, ``pipeline`` and ``sharing`` above ``heads`` and ``quantise``,
``gradcam``, ``graph`` and ``sources``; each imports only from those below it (import-linter
checks it).
"""
