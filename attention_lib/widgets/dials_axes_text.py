"""What ``axes_dial`` says about each combination: in words, who uses it, and what is odd."""

SOURCES = {
    "self": "the same sentence (self)",
    "cross": "another one (cross)",
}
VISIBLE = {
    "all": "all keys",
    "causal": "no later key (causal)",
    "window": "1 on each side (window)",
    "local-p": "a predicted place (local-p)",
}
SCORES = {
    "dot": "dot: q·k",
    "scaled dot": "scaled dot: q·k / √d",
    "general": "general: q W k",
    "additive": "additive: v·tanh(q W₁ + k W₂)",
    "cosine": "cosine of their angle",
    "location": "location: from q alone",
}
IN_WORDS = {
    "self": "Self-attention: one English sentence asks and answers;",
    "cross": "Cross-attention: English queries look at a French sentence;",
    "all": "every query sees all keys;",
    "causal": "a query sees no later key;",
    "window": "a query sees its own place and one on each side;",
    "local-p": "a query sees the places near a centre that it predicts;",
    "dot": "scores are dot products.",
    "scaled dot": "scores are dot products divided by √d.",
    "general": "scores are q W k, with a learned W.",
    "additive": "scores come from a small network.",
    "cosine": "scores are cosines.",
    "location": "scores come from the query and the place alone.",
}
# Only what was checked against the papers.
LUONG = "Used by Luong et al. (2015): "
USED_BY = {
    ("self", "all", "scaled dot"): "Used by the encoder layers of the Transformer.",
    ("self", "causal", "scaled dot"): (
        "Used by the Transformer's decoder for its own words, and by GPT-style models."
    ),
    ("self", "window", "scaled dot"): (
        "Used by Longformer (2020) as its sliding window, here without its global tokens."
    ),
    ("cross", "all", "scaled dot"): (
        "Used by the Transformer's decoder to look at the source sentence."
    ),
    ("cross", "all", "additive"): "Used by Bahdanau et al. (2015), to align while translating.",
    ("cross", "all", "dot"): LUONG + "global attention, dot.",
    ("cross", "all", "general"): LUONG + "global attention, general.",
    ("cross", "all", "location"): LUONG + "global attention, location.",
    ("cross", "window", "dot"): LUONG + "local-m, dot.",
    ("cross", "window", "general"): LUONG + "local-m, general.",
    ("cross", "local-p", "dot"): LUONG + "local-p, dot.",
    ("cross", "local-p", "general"): LUONG + "local-p, general, the best row of their Table 4.",
}
NOBODY = "No well-known model is named here for exactly this; the formula runs all the same."
ABOUT_SCORE = {
    "dot": "Without the scale the largest score takes nearly everything.",
    "general": "W decides what fits what: here a noun and its colour also find each other.",
    "cosine": "Scores lie between −1 and 1, so the weights stay close together.",
    "location": "The keys' words are not read: other words in these places, same weights.",
}
GAUSSIAN = "A Gaussian around the centre shrinks the weights, and nothing makes their sum 1 again."
IN_STEP = "It assumes that both sentences run in step, as these two nearly do."


def sentence_of(source, visible, score):
    """Return the combination in words, as parts that combinations share."""
    return IN_WORDS[source], IN_WORDS[visible], IN_WORDS[score]


def note_of(source, visible, score, centres):
    """Return who uses it and what to see, as parts that combinations share."""
    odd = (source, visible) == ("cross", "causal")
    used = USED_BY.get((source, visible, score), "" if odd else NOBODY)
    notes = [used, ABOUT_SCORE.get(score, "")]
    if visible == "local-p":
        notes += [GAUSSIAN, f"Centres: {centres}."]
    if (source, visible) == ("cross", "window"):
        notes.append(IN_STEP)
    return tuple(note for note in notes if note)


def warning_of(source, visible, never_seen):
    """Return why a combination is impossible or odd, or an empty text."""
    if (source, visible) != ("cross", "causal"):
        return ""
    return (
        "A mistake. A causal mask compares places in two different sentences: “the” may see "
        f"only “la”, and no query ever sees “{' '.join(never_seen)}”. A stored version of Keras's "
        "translation example had this bug. The whole source is known: nothing needs hiding."
    )
