"""The translators in PyTorch, to be trained; attention_lib/models runs them in NumPy.

Parameter names are the keys of the weight files, so the files load into these modules.
"""

import math

import torch
from torch import nn
from torch.nn import functional
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from attention_lib import sinusoidal_positions
from attention_lib.models.tokens import BOS, EOS, PAD, SOURCE_PIECES, TARGET_PIECES


class Recurrent(nn.Module):
    """Bidirectional GRU encoder, GRU decoder; the decoder reads a context at every step."""

    def __init__(self, embedding_dim, hidden):
        super().__init__()
        self.source_embedding = nn.Embedding(len(SOURCE_PIECES), embedding_dim)
        self.target_embedding = nn.Embedding(len(TARGET_PIECES), embedding_dim)
        self.encoder = nn.GRU(embedding_dim, hidden, batch_first=True, bidirectional=True)
        self.start = nn.Linear(2 * hidden, hidden)
        self.decoder = nn.GRUCell(embedding_dim + 2 * hidden, hidden)
        self.output = nn.Linear(3 * hidden, len(TARGET_PIECES))

    def encode(self, source):
        """Return annotations (batch, source_len, 2 hidden) and fixed vector (batch, 2 hidden)."""
        lengths = (source != PAD).sum(dim=1)
        packed = pack_padded_sequence(
            self.source_embedding(source), lengths, batch_first=True, enforce_sorted=False
        )
        annotations, last = self.encoder(packed)
        annotations, _ = pad_packed_sequence(annotations, batch_first=True)
        return annotations, torch.cat([last[0], last[1]], dim=-1)

    def forward(self, source, target):
        """Return logits and weights (or None) of every step; ``target`` begins with <bos>."""
        memory = self.remember(source)
        state = torch.tanh(self.start(memory["fixed"]))
        logits, maps = [], []
        for word in self.target_embedding(target).unbind(dim=1):
            step, state, weights = self.step(memory, state, word)
            logits.append(step)
            maps.append(weights)
        maps = None if maps[0] is None else torch.stack(maps, dim=1)[:, None]
        return torch.stack(logits, dim=1), {} if maps is None else {"alignment": maps}

    def remember(self, source):
        """Return all that the decoder may read."""
        annotations, fixed = self.encode(source)
        return {"annotations": annotations, "fixed": fixed, "mask": source != PAD}

    def step(self, memory, state, word):
        """Write one word: logits, the new state, and the weights or None."""
        context, weights = self.context(memory, state)
        state = self.decoder(torch.cat([word, context], dim=-1), state)
        return self.output(torch.cat([state, context], dim=-1)), state, weights


class NoAttention(Recurrent):
    """Every word is decoded from the same vector."""

    def __init__(self, embedding_dim=24, hidden=44):
        super().__init__(embedding_dim, hidden)

    def context(self, memory, state):
        """Return the fixed vector, whatever the state."""
        return memory["fixed"], None


class Bahdanau(Recurrent):
    """Every word is decoded from its own weighted sum of the annotations."""

    def __init__(self, embedding_dim=24, hidden=40, alignment=32):
        super().__init__(embedding_dim, hidden)
        self.w_query = nn.Parameter(torch.randn(hidden, alignment) / math.sqrt(hidden))
        self.w_key = nn.Parameter(torch.randn(2 * hidden, alignment) / math.sqrt(2 * hidden))
        self.v = nn.Parameter(torch.randn(alignment) / math.sqrt(alignment))

    def remember(self, source):
        """Map the annotations once, not at every word."""
        memory = super().remember(source)
        return memory | {"keys": memory["annotations"] @ self.w_key}

    def context(self, memory, state):
        """Return the weighted sum of the annotations, and the weights."""
        scores = torch.tanh((state @ self.w_query)[:, None] + memory["keys"]) @ self.v
        weights = scores.masked_fill(~memory["mask"], -torch.inf).softmax(dim=-1)
        return (weights[:, None] @ memory["annotations"])[:, 0], weights


class MultiHead(nn.Module):
    """Multi-head attention that also returns its weights."""

    def __init__(self, model_dim, num_heads):
        super().__init__()
        self.num_heads = num_heads
        self.query, self.key, self.value, self.output = (
            nn.Linear(model_dim, model_dim) for _ in range(4)
        )

    def forward(self, x_q, x_kv, mask):
        """Return the output and the weights (batch, num_heads, query_len, key_len)."""
        query, key, value = self.query(x_q), self.key(x_kv), self.value(x_kv)
        query, key, value = (
            x.unflatten(-1, (self.num_heads, -1)).transpose(1, 2) for x in (query, key, value)
        )
        scores = query @ key.transpose(-1, -2) / math.sqrt(query.shape[-1])
        weights = scores.masked_fill(~mask, -torch.inf).softmax(dim=-1)
        return self.output((weights @ value).transpose(1, 2).flatten(-2)), weights


class Block(nn.Module):
    """Pre-norm block: self-attention, in a decoder cross-attention, feed-forward."""

    def __init__(self, model_dim, num_heads, inner, *, cross):
        super().__init__()
        self.norm_self, self.norm_inner = nn.LayerNorm(model_dim), nn.LayerNorm(model_dim)
        self.attend_self = MultiHead(model_dim, num_heads)
        if cross:
            self.norm_cross = nn.LayerNorm(model_dim)
            self.attend_cross = MultiHead(model_dim, num_heads)
        self.inner = nn.Linear(model_dim, inner)
        self.outer = nn.Linear(inner, model_dim)

    def forward(self, x, self_mask, memory=None, memory_mask=None):
        """Return the output and the cross-attention weights, or None without a memory."""
        weights = None
        normed = self.norm_self(x)
        x = x + self.attend_self(normed, normed, self_mask)[0]
        if memory is not None:
            update, weights = self.attend_cross(self.norm_cross(x), memory, memory_mask)
            x = x + update
        return x + self.outer(functional.relu(self.inner(self.norm_inner(x)))), weights


class Transformer(nn.Module):
    """Encoder and decoder of ``layers`` pre-norm blocks each, sinusoidal positions."""

    def __init__(self, num_heads, model_dim=32, layers=2, inner=64):
        super().__init__()
        self.source_embedding = nn.Embedding(len(SOURCE_PIECES), model_dim)
        self.target_embedding = nn.Embedding(len(TARGET_PIECES), model_dim)
        nn.init.normal_(self.source_embedding.weight, std=1 / math.sqrt(model_dim))
        nn.init.normal_(self.target_embedding.weight, std=1 / math.sqrt(model_dim))
        self.encoder = nn.ModuleList(
            Block(model_dim, num_heads, inner, cross=False) for _ in range(layers)
        )
        self.decoder = nn.ModuleList(
            Block(model_dim, num_heads, inner, cross=True) for _ in range(layers)
        )
        self.norm_encoder, self.norm_decoder = nn.LayerNorm(model_dim), nn.LayerNorm(model_dim)
        self.output = nn.Linear(model_dim, len(TARGET_PIECES))

    def forward(self, source, target):
        """Return logits and each layer's cross-attention; ``target`` begins with <bos>."""
        source_mask = (source != PAD)[:, None, None, :]
        causal = torch.ones(target.shape[1], target.shape[1], dtype=torch.bool).tril()
        memory = self.place(self.source_embedding(source))
        x = self.place(self.target_embedding(target))
        for block in self.encoder:
            memory, _ = block(memory, source_mask)
        memory = self.norm_encoder(memory)
        maps = {}
        for number, block in enumerate(self.decoder, start=1):
            x, maps[f"layer {number}"] = block(x, causal, memory, source_mask)
        return self.output(self.norm_decoder(x)), maps

    @staticmethod
    def place(x):
        """Scale the embeddings up and add the positions."""
        length, model_dim = x.shape[-2:]
        positions = torch.tensor(sinusoidal_positions(length, model_dim), dtype=x.dtype)
        return x * math.sqrt(model_dim) + positions


NETWORKS = {
    "no-attention": NoAttention,
    "no-attention-4x": lambda: NoAttention(embedding_dim=48, hidden=92),
    "no-attention-4x-longer": lambda: NoAttention(embedding_dim=48, hidden=92),
    "bahdanau": Bahdanau,
    "transformer-1": lambda: Transformer(1),
    "transformer-2": lambda: Transformer(2),
    "transformer-4": lambda: Transformer(4),
    "transformer-1-one-layer": lambda: Transformer(1, layers=1),
    "transformer-2-one-layer": lambda: Transformer(2, layers=1),
    "transformer-4-one-layer": lambda: Transformer(4, layers=1),
}


@torch.no_grad()
def greedy(network, source, limit):
    """Return the most probable next piece again and again: (batch, up to limit), with <eos>."""
    target = torch.full((len(source), 1), BOS)
    ended = torch.zeros(len(source), dtype=torch.bool)
    while target.shape[1] <= limit and not ended.all():
        logits, _ = network(source, target)
        best = logits[:, -1].argmax(dim=-1).masked_fill(ended, PAD)
        target = torch.cat([target, best[:, None]], dim=1)
        ended |= best == EOS
    return target[:, 1:]
