"""The loss that the notebooks train with, and its derivative."""

import numpy as np

from attention_lib._arrays import float_array


def cross_entropy(logits, targets):
    """Return how surprised a prediction is by the truth, and the way back, in one step.

    Parameters
    ----------
    logits : array_like, shape (..., classes)
    targets : ndarray of int, shape (...)
        The right class of each; ``-1`` where nothing was asked.

    Returns
    -------
    loss : float
        Mean of ``-log softmax(logits)[target]`` over what was asked; 0 where nothing was.
    grad : ndarray, shape (..., classes)
        Of the loss by the logits: softmax minus the truth, divided by how many were asked.

    Raises
    ------
    ValueError
        If there is not one target for each row of logits, or one names no class.

    Examples
    --------
    >>> loss, grad = cross_entropy([[0.0, 0, 0, 0]], np.array([2]))
    >>> round(loss, 3), grad
    (1.386, array([[ 0.25,  0.25, -0.75,  0.25]]))
    """
    logits = float_array(logits, "logits")
    classes = logits.shape[-1]
    if targets.shape != logits.shape[:-1]:
        raise ValueError(
            f"targets must hold one class for each row of logits; got targets {targets.shape} "
            f"and logits {logits.shape}"
        )
    if targets.size and not (targets.min() >= -1 and targets.max() < classes):
        raise ValueError(
            f"targets must be 0 to {classes - 1}, or -1 for none; got "
            f"{targets.min()} to {targets.max()}"
        )
    asked = np.flatnonzero(targets.ravel() >= 0)
    truth = (asked, targets.ravel()[asked])
    rows = logits.reshape(-1, classes)
    log_shares = rows - rows.max(axis=-1, keepdims=True)
    log_shares -= np.log(np.exp(log_shares).sum(axis=-1, keepdims=True))
    grad = np.zeros_like(rows)
    grad[asked] = np.exp(log_shares[asked])
    grad[truth] -= 1
    count = max(asked.size, 1)
    return -float(log_shares[truth].sum()) / count, (grad / count).reshape(logits.shape)
