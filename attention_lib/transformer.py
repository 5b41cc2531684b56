"""The whole Transformer, assembled: embed, place, N blocks, and a score for every word."""

import math

import numpy as np

from attention_lib._arrays import count, float_array, rectangular, require_shape
from attention_lib._parts import draw_matrix, unwatched, within
from attention_lib.positions import sinusoidal_positions
from attention_lib.transformer_blocks import DecoderBlock, EncoderBlock
from attention_lib.transformer_parts import LayerNorm

KINDS = ("encoder-decoder", "encoder-only", "decoder-only")


class Transformer:
    r"""An encoder that reads, a decoder that writes, or one of the two alone.

    Parameters
    ----------
    source_embedding : ndarray, shape (source_vocabulary, model_dim), optional
        None in a decoder-only model.
    encoder : sequence of EncoderBlock
    norm_encoder : LayerNorm, optional
        After the last block: needed where the blocks normalise first.
    target_embedding : ndarray, shape (vocabulary, model_dim), optional
        None in an encoder-only model. May be the same array as ``source_embedding``.
    decoder : sequence of DecoderBlock
    norm_decoder : LayerNorm, optional
    w_logits : ndarray, shape (model_dim, vocabulary), optional
        Tied when omitted: the last embedding, transposed.
    b_logits : ndarray, shape (vocabulary,), optional
        Added to the scores; the paper has none.

    Notes
    -----
    Vaswani et al. (2017), section 3 and figure 1: embeddings times
    :math:`\sqrt{d_{model}}` plus sinusoidal positions, six blocks on each side,
    one matrix for both embeddings and the output (section 3.4), the norm
    after each residual, and none at the end. ``torch.nn.Transformer`` has
    neither embeddings nor output, and adds a norm after each side.

    Examples
    --------
    >>> model = Transformer.init(
    ...     np.random.default_rng(0), vocabulary=9, model_dim=6, hidden_dim=8, num_heads=2
    ... )
    >>> model([3, 1, 4, 1, 5], [2, 7]).shape  # a score for each of 9 words, at 2 places
    (2, 9)
    """

    def __init__(
        self,
        *,
        source_embedding=None,
        encoder=(),
        norm_encoder=None,
        target_embedding=None,
        decoder=(),
        norm_decoder=None,
        w_logits=None,
        b_logits=None,
    ):
        self.source_embedding = _matrix(source_embedding, "source_embedding")
        self.encoder, self.norm_encoder = list(encoder), norm_encoder
        self.target_embedding = _matrix(target_embedding, "target_embedding")
        self.decoder, self.norm_decoder = list(decoder), norm_decoder
        self.w_logits = _matrix(w_logits, "w_logits")
        self.b_logits = None if b_logits is None else float_array(b_logits, "b_logits")
        for side, blocks, embedding in (
            ("encoder", self.encoder, source_embedding),
            ("decoder", self.decoder, target_embedding),
        ):
            if bool(blocks) != (embedding is not None):
                raise ValueError(
                    f"blocks and embedding of the {side} go together; got {len(blocks)} blocks "
                    f"and {'no' if embedding is None else 'an'} embedding"
                )
        if not self.encoder and not self.decoder:
            raise ValueError("a Transformer needs an encoder, a decoder, or both; got neither")

    @classmethod
    def init(
        cls,
        rng,
        *,
        vocabulary,
        model_dim,
        hidden_dim,
        source_vocabulary=None,
        num_layers=2,
        kind="encoder-decoder",
        order="post",
        final_norm=None,
        tied=True,
        **block,
    ):
        """Draw a model; the paper's base is 512 wide, 2048 hidden, 8 heads, 6 layers.

        Parameters
        ----------
        rng : numpy.random.Generator or None
            None gives zeros without memory, to count parameters only.
        vocabulary : int
            Words that it may write (encoder-only: read).
        model_dim, hidden_dim : int
        source_vocabulary : int, optional
            Words of another language to read; when omitted both sides share
            one vocabulary and one embedding.
        num_layers : int, default 2
            Blocks on each side.
        kind : {"encoder-decoder", "encoder-only", "decoder-only"}
        order : {"post", "pre"}, default "post"
        final_norm : bool, optional
            As ``order == "pre"`` when omitted.
        tied : bool, default True
            Score the words with the embedding itself.
        **block
            ``num_heads``, ``num_kv_heads``, ``biases`` and ``activation``.

        Returns
        -------
        Transformer
        """
        if kind not in KINDS:
            raise ValueError(f"kind must be one of {[*KINDS]}; got {kind!r}")
        reads, writes = kind != "decoder-only", kind != "encoder-only"
        embedding = draw_matrix(rng, model_dim, vocabulary).T
        source_embedding = embedding
        if source_vocabulary is not None:
            source_embedding = draw_matrix(rng, model_dim, source_vocabulary).T
        sizes = {"model_dim": model_dim, "hidden_dim": hidden_dim, "order": order, **block}
        layers = range(count(num_layers, "num_layers", at_least=1))
        final_norm = order == "pre" if final_norm is None else final_norm
        return cls(
            source_embedding=source_embedding if reads else None,
            encoder=[EncoderBlock.init(rng, **sizes) for _ in layers if reads],
            norm_encoder=LayerNorm.init(model_dim) if reads and final_norm else None,
            target_embedding=embedding if writes else None,
            decoder=[DecoderBlock.init(rng, cross=reads, **sizes) for _ in layers if writes],
            norm_decoder=LayerNorm.init(model_dim) if writes and final_norm else None,
            w_logits=None if tied else draw_matrix(rng, model_dim, vocabulary),
        )

    @property
    def kind(self):
        """Which of the three it is."""
        both = self.encoder and self.decoder
        return KINDS[0] if both else KINDS[1] if self.encoder else KINDS[2]

    def __call__(self, tokens, target=None, *, keep=None, watch=unwatched):
        """Score every word of the vocabulary at every place.

        Parameters
        ----------
        tokens : array_like of int, shape (..., length)
            The source, or the only sequence of a one-sided model.
        target : array_like of int, shape (..., target_len), optional
            What is written so far: for an encoder–decoder only.
        keep : ndarray of bool, shape (..., length), optional
            False hides a padded source token: True = may attend. A decoder
            never sees padding at the end, so it needs none.
        watch : callable, optional
            Called as ``watch(name, array)`` at each step, in order.

        Returns
        -------
        ndarray, shape (..., length or target_len, vocabulary)
        """
        if (target is not None) != (self.kind == "encoder-decoder"):
            raise ValueError(
                "an encoder-decoder takes source and target, the others one sequence; "
                f"got {'one' if target is None else 'two'} for kind {self.kind!r}"
            )
        if not self.encoder:
            if keep is not None:
                raise ValueError("a decoder-only model hides the future already; got keep")
            return self._logits(self.decode(tokens, watch=watch), watch)
        x = self.encode(tokens, keep=keep, watch=watch)
        if self.decoder:
            x = self.decode(target, x, keep=keep, watch=watch)
        return self._logits(x, watch)

    def encode(self, tokens, *, keep=None, watch=unwatched):
        """Read: return a vector for each source token, (..., length, model_dim)."""
        x = place(tokens, self.source_embedding)
        watch("source", x)
        for number, block in enumerate(self.encoder):
            x = block(x, mask=key_mask(keep), watch=within(watch, f"encoder.{number}"))
        if self.norm_encoder is not None:
            x = self.norm_encoder(x)
            watch("norm_encoder", x)
        return x

    def decode(self, tokens, memory=None, *, keep=None, watch=unwatched):
        """Write: return a vector for each target token, (..., target_len, model_dim)."""
        x = place(tokens, self.target_embedding)
        watch("target", x)
        for number, block in enumerate(self.decoder):
            part = within(watch, f"decoder.{number}")
            x = block(x, memory, memory_mask=key_mask(keep), watch=part)
        if self.norm_decoder is not None:
            x = self.norm_decoder(x)
            watch("norm_decoder", x)
        return x

    def begin(self, memory=None):
        """Return the caches of `step`, one for each decoder block."""
        return [block.begin(memory) for block in self.decoder]

    def step(self, tokens, caches, *, keep=None):
        """Score the words after the next tokens alone, (..., new_len, vocabulary).

        Equals the last rows of a call on all tokens so far, with the memory
        that `begin` was given.
        """
        x = place(tokens, self.target_embedding, begin=len(caches[0].written))
        for block, cache in zip(self.decoder, caches, strict=True):
            x = block.step(x, cache, memory_mask=key_mask(keep))
        return self._logits(x if self.norm_decoder is None else self.norm_decoder(x), unwatched)

    def _logits(self, x, watch):
        embedding = self.target_embedding if self.decoder else self.source_embedding
        logits = x @ (embedding.T if self.w_logits is None else self.w_logits)
        if self.b_logits is not None:
            logits = logits + self.b_logits
        watch("logits", logits)
        return logits


def place(tokens, embedding, *, begin=0):
    """Look tokens up, times √model_dim, and add their positions, counted from ``begin``."""
    tokens = rectangular(tokens, "tokens")
    if tokens.ndim < 1 or (tokens.size and tokens.dtype.kind not in "iu"):
        raise TypeError(f"tokens must be integers (..., length); got {tokens.dtype} {tokens.shape}")
    vocabulary, model_dim = embedding.shape
    if tokens.size and (tokens.min() < 0 or tokens.max() >= vocabulary):
        raise ValueError(
            f"tokens must lie in 0 … vocabulary - 1 = {vocabulary - 1}; "
            f"got {tokens.min()} … {tokens.max()}"
        )
    positions = sinusoidal_positions(begin + tokens.shape[-1], model_dim)[begin:]
    vectors = embedding[tokens.astype(int)] * embedding.dtype.type(math.sqrt(model_dim))
    return vectors + positions.astype(embedding.dtype)


def key_mask(keep):
    """Give ``keep``, (..., key_len), axes for the heads and queries; None stays None."""
    return None if keep is None else np.asarray(keep)[..., None, None, :]


def _matrix(matrix, name):
    """Return a matrix as floats, the very array if it is one; None stays None."""
    if matrix is not None:
        matrix = float_array(matrix, name)
        require_shape(matrix, name, from_dim=None, to_dim=None)
    return matrix
