"""The small parts every translator is made of; ``parameters`` has PyTorch's names and shapes."""

import numpy as np

from attention_lib import transformer_parts


def linear(x, parameters, name):
    """Map the last axis of ``x``; PyTorch stores the matrix as (to, from)."""
    return x @ parameters[f"{name}.weight"].T + parameters[f"{name}.bias"]


def layer_norm(x, parameters, name):
    """Bring every vector to mean 0 and variance 1, then scale and shift it as learned."""
    return transformer_parts.layer_norm(x, parameters[f"{name}.weight"], parameters[f"{name}.bias"])


def gru_cell(x, state, w_state, b_state):
    """Move a gated recurrent unit on by one token.

    Parameters
    ----------
    x : ndarray, shape (batch, 3 * hidden)
        The token, already mapped to the inputs of the three gates.
    state : ndarray, shape (batch, hidden)
    w_state : ndarray, shape (3 * hidden, hidden)
    b_state : ndarray, shape (3 * hidden,)

    Returns
    -------
    ndarray, shape (batch, hidden)

    Notes
    -----
    Cho et al. (2014), section 2.3, with the reset gate after the product with
    the state, as in PyTorch.
    """
    hidden = state.shape[-1]
    h = state @ w_state.T + b_state
    gates = sigmoid(x[:, : 2 * hidden] + h[:, : 2 * hidden])
    reset, keep = gates[:, :hidden], gates[:, hidden:]
    new = np.tanh(x[:, 2 * hidden :] + reset * h[:, 2 * hidden :])
    return new + keep * (state - new)


def gru(x, mask, parameters, *, reverse=False):
    """Read whole sentences with the encoder's GRU, from the left or from the right.

    Parameters
    ----------
    x : ndarray, shape (batch, length, embedding_dim)
    mask : ndarray of bool, shape (batch, length)
        False at padding, which leaves the state as it was.
    parameters : dict of str to ndarray
    reverse : bool, default False

    Returns
    -------
    states : ndarray, shape (batch, length, hidden)
    last : ndarray, shape (batch, hidden)
        The state after the last word read.
    """
    w_input, w_state, b_input, b_state = (
        parameters[f"encoder.{part}_l0{'_reverse' if reverse else ''}"]
        for part in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    )
    x = x @ w_input.T + b_input
    state = np.zeros((x.shape[0], w_state.shape[1]), dtype=x.dtype)
    states = np.empty((*x.shape[:2], w_state.shape[1]), dtype=x.dtype)
    places = range(x.shape[1])
    for t in reversed(places) if reverse else places:
        moved = gru_cell(x[:, t], state, w_state, b_state)
        state = np.where(mask[:, t, None], moved, state)
        states[:, t] = state
    return states, state


def sigmoid(x):
    """Squash to 0 … 1; written with tanh, it cannot overflow."""
    return 0.5 * (1 + np.tanh(0.5 * x))
