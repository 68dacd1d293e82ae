"""From a trained network to a model file whose card was measured on that very file.

:mod:`.shipping` exports and fits, or fits anew; :mod:`.card_metrics` puts figures into the card's
own terms. What is measured after quantisation is what stands in the card.
"""
