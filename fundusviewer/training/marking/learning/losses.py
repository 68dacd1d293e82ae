"""What wrong marks cost (TensorFlow)."""

from __future__ import annotations

from typing import Any

#: How much more a pixel that shows something counts.
_PIXEL_WEIGHT = 4.0
#: Pixels that are added to both sides of the overlap, so that nothing drawn costs little.
_SMOOTHING = 20.0
#: How much more the hill of a heat map counts than the plain, and heat maps than the mask.
_HILL_WEIGHT, _HEAT_WEIGHT = 10.0, 5.0


def mask_loss(logits: Any, masks: Any, known: Any) -> Any:
    """Return weighted cross-entropy and soft Dice loss (Milletari et al., "V-Net", 3DV 2016).

    Parameters
    ----------
    logits
        float32 (N, H, W, K).
    masks
        float32 (N, H, W, K), 0–1.
    known
        float32 (N, K), 1 where the kind was looked for; others teach nothing.

    Returns
    -------
    tensorflow.Tensor
        A number.
    """
    import tensorflow as tf

    seen = known[:, None, None, :]
    entropy = tf.nn.sigmoid_cross_entropy_with_logits(masks, logits)
    entropy = entropy * (1 + _PIXEL_WEIGHT * masks) * seen
    drawn, masks = tf.sigmoid(logits) * seen, masks * seen
    over = (0, 1, 2)
    overlap = 2 * tf.reduce_sum(drawn * masks, over) + _SMOOTHING
    area = tf.reduce_sum(drawn * drawn, over) + tf.reduce_sum(masks, over) + _SMOOTHING
    size = tf.cast(tf.shape(logits)[1] * tf.shape(logits)[2], tf.float32)
    pixels = tf.reduce_sum(known) * size + 1
    return tf.reduce_sum(entropy) / pixels * _PIXEL_WEIGHT + tf.reduce_mean(1 - overlap / area)


def landmark_loss(logits: Any, targets: Any, known: Any) -> Any:
    """Return the loss of two heat maps and of the optic disc's mask.

    Parameters
    ----------
    logits
        float32 (N, h, h, 3).
    targets
        float32 (N, h, h, 3), 0–1: hills at both places, and how much of a cell is disc.
    known
        float32 (N, 3).
    """
    import tensorflow as tf

    heat, seen = targets[..., :2], known[:, None, None, :2]
    entropy = tf.nn.sigmoid_cross_entropy_with_logits(heat, logits[..., :2])
    entropy = entropy * (1 + _HILL_WEIGHT * heat) * seen
    size = tf.cast(tf.shape(logits)[1] * tf.shape(logits)[2], tf.float32)
    cells = tf.maximum(tf.reduce_sum(known[:, :2]), 1) * size
    heat_loss = tf.reduce_sum(entropy) / cells * _HEAT_WEIGHT
    return heat_loss + mask_loss(logits[..., 2:], targets[..., 2:], known[:, 2:])
