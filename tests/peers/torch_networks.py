"""The networks that learn live, written in PyTorch: the same parameters, its own way back."""

import torch
from torch.nn import functional

from attention_lib.models.pair_task import answers
from attention_lib.models.rooms_block import MODEL_DIM
from attention_lib.models.story_pieces import pieces as story_pieces
from attention_lib.models.summary_task import pieces as table_pieces


def leaves(parameters):
    """Return our parameters as tensors that collect gradients."""
    return {name: torch.tensor(array, requires_grad=True) for name, array in parameters.items()}


def gradients(tensors, loss):
    """Return the derivatives of a loss by every parameter, as arrays."""
    found = torch.autograd.grad(loss, list(tensors.values()))
    return {name: grad.numpy() for name, grad in zip(tensors, found, strict=True)}


def split(x, num_heads):
    """(..., length, model_dim) → (..., num_heads, length, head_dim)."""
    return x.unflatten(-1, (num_heads, -1)).transpose(-3, -2)


def heads(x_query, x_key, x_value, p, num_heads, *, name="", mask=None):
    """Attend with several heads."""
    query, key, value = (
        split(x @ p[f"{name}w_{part}"], num_heads)
        for x, part in ((x_query, "query"), (x_key, "key"), (x_value, "value"))
    )
    output = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
    return output.transpose(-3, -2).flatten(-2) @ p[f"{name}w_output"]


def norm(x, p, name):
    """Normalise every vector."""
    return functional.layer_norm(x, x.shape[-1:], p[f"{name}.gain"], p[f"{name}.shift"])


def block(x, p, num_heads, *, name, mask, last):
    """A pre-norm block; in the last one only the last token asks."""
    normed = norm(x, p, f"{name}norm_heads")
    asks, x = (normed[:, -1:], x[:, -1:]) if last else (normed, x)
    x = x + heads(asks, normed, normed, p, num_heads, name=name, mask=mask)
    inner = norm(x, p, f"{name}norm_inner") @ p[f"{name}w_inner"] + p[f"{name}b_inner"]
    return x + functional.relu(inner) @ p[f"{name}w_outer"] + p[f"{name}b_outer"]


def question_logits(counts, mask, p, network):
    """Read the last token of a `QuestionNetwork`."""
    x = counts @ p["pieces"]
    for layer in range(network.layers):
        last = layer == network.layers - 1
        x = block(x, p, network.num_heads, name=f"{layer}.", mask=mask, last=last)
    return norm(x[:, 0], p, "norm_answer") @ p["w_answer"] + p["b_answer"]


def rooms_loss(network, stories, p):
    """Return the loss of a `RoomsNetwork`."""
    return rooms_loss_of(network, *rooms_tensors(network, stories), p)


def rooms_tensors(network, stories):
    """Return what PyTorch is given of the stories: counts, mask and answers."""
    counts, mask = story_pieces(stories, network.parameters["pieces"].dtype)
    return torch.from_numpy(counts), torch.from_numpy(mask), torch.from_numpy(stories.answer)


def rooms_loss_of(network, counts, mask, answer, p):
    """Return the loss of a `RoomsNetwork` on tensors."""
    logits = question_logits(counts, mask, p, network).unflatten(-1, (2, -1))
    return functional.cross_entropy(logits.flatten(0, 1), answer.flatten().long(), ignore_index=-1)


def summary_loss(network, tables, p):
    """Return the loss of a `SummaryNetwork`."""
    counts = table_pieces(tables, network.per_word, network.parameters["pieces"].dtype)
    logits = question_logits(torch.from_numpy(counts), None, p, network)
    if network.per_word:  # the first word of the first question, the second of the second
        logits = logits.unflatten(0, (-1, 2)).unflatten(-1, (2, -1))
        logits = logits.diagonal(dim1=1, dim2=2).transpose(1, 2)
    else:
        logits = logits.unflatten(-1, (2, -1))
    answer = torch.from_numpy(tables.answer).long()
    return functional.cross_entropy(logits.flatten(0, 1), answer.flatten())


def pair_loss(network, tokens, p):
    """Return the loss of a `PairNetwork`."""
    x, positions = functional.embedding(torch.from_numpy(tokens), p["tokens"]), p["positions"]
    places = positions.expand(len(tokens), *positions.shape)
    sees = [x + positions] * 3 if network.content_aware else (places, places, x)
    mixed = heads(*sees, p, network.num_heads)
    assert mixed.shape == (*tokens.shape, MODEL_DIM)
    asked = {name: torch.tensor(target) for name, target in answers(tokens).items()}
    return sum(
        functional.cross_entropy((mixed @ p[name]).flatten(0, 1), target.flatten())
        for name, target in asked.items()
    )
