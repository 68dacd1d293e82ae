"""The photographs of a run: labels, splits by patient, prepared pictures, batches.

:mod:`.dataset` is all of it together. :mod:`.splits` deals by patient and never by photograph, and
:mod:`.duplicates` keeps the same picture from lying on two sides. :mod:`.augmentation` and
:mod:`.synthetic_degradation` change pictures, :mod:`.sample_weights` and :mod:`.ordinal_targets`
say what each counts and what is to be learned of it.
"""
