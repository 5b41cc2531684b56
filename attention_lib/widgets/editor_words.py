"""The words of an editor, and the numbers that follow them when they change."""

from attention_lib.examples import word_vectors

MAX_TOKENS = 16
MAX_WORD = 40
MAX_SHOWN = 128


def clean_tokens(tokens, most, name="tokens"):
    """Return tokens as a list of strings; a string is split at white space."""
    if isinstance(tokens, str):
        tokens = tokens.split()
    try:
        tokens = [str(token) for token in tokens]
    except TypeError:
        raise ValueError(f"{name} must be a string or a list of words; got {tokens!r}") from None
    if not 1 <= len(tokens) <= most:
        raise ValueError(
            f"the editor takes 1 to {MAX_TOKENS} {name}, or shows up to {MAX_SHOWN} read-only; "
            f"got {len(tokens)}"
        )
    for token in tokens:
        if len(token) > MAX_WORD:
            raise ValueError(f"a token may have at most {MAX_WORD} characters; got {len(token)}")
        if token.split() != [token]:
            raise ValueError(f"a token must be one word without white space; got {token!r}")
    return tokens


def clean_key_tokens(tokens, most):
    """Return the keys' words, or None where they are the queries'."""
    return None if tokens is None else clean_tokens(tokens, most, "key_tokens")


def key_words(state):
    """Return the words of keys and values."""
    return state["tokens"] if state["key_tokens"] is None else state["key_tokens"]


def with_tokens(state, tokens, key_tokens):
    """Return the state's fields for new words: a word that stays keeps its numbers.

    As ``withTokens`` in ``js/state.js``.
    """
    keys = tokens if key_tokens is None else key_tokens
    query_origins = _origins(state["tokens"], tokens)
    key_origins = _origins(key_words(state), keys)
    fields = {
        "tokens": tokens,
        "key_tokens": key_tokens,
        "query": _rows(state, "query", tokens, query_origins),
        "key": _rows(state, "key", keys, key_origins),
        "value": _rows(state, "value", keys, key_origins),
        "padding": min(state["padding"], len(keys)),
    }
    if state["custom"] is not None:
        fields["custom"] = [
            [1 if None in (i, j) else state["custom"][i][j] for j in key_origins]
            for i in query_origins
        ]
    return fields


def _rows(state, role, words, origins):
    fresh = word_vectors(words, role, len(state[role][0])).tolist()
    return [
        row if origin is None else state[role][origin]
        for row, origin in zip(fresh, origins, strict=True)
    ]


def _origins(before, after):
    """Return where each new word stood before, or None; of equal words the one nearest by."""
    free = set(range(len(before)))
    origins = []
    for place, token in enumerate(after):
        candidates = sorted(j for j in free if before[j] == token)
        nearest = min(candidates, key=lambda j: abs(j - place), default=None)
        free.discard(nearest)
        origins.append(nearest)
    return origins
