# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # How does self-attention differ from traditional attention?
#
# > **In one sentence.** The formula is the same; only the source differs:
# > traditional attention lets one sequence look into *another*, self-attention
# > lets it look into *itself*. (Historically the first sat in a recurrent decoder,
# > step by step; the Transformer dropped the recurrence.)
#
# **▶ First choose *Run → Run All Cells*.** It takes a few seconds and brings
# the widgets on this page to life. Then come back up here and read.
#
# Afterwards you can
#
# - place any attention on three axes: whose queries and keys, which positions
#   are visible, which score,
# - say what changed from Bahdanau to Luong to the Transformer,
# - show that self-attention does not know word order, prove it, and repair it,
# - choose between global and local attention with numbers,
# - repair two bugs that were published in tutorials.
#
# About 70 minutes for the sections marked ●, 60 more for the rest (estimated
# from their length):
# [1 An answer, taken apart](#1-An-answer,-taken-apart) ● 6 ·
# [2 Three axes](#2-Three-axes) ● 8 ·
# [3 Scores](#3-Scores:-Bahdanau,-Luong,-Vaswani) ● 10 ·
# [4 Cross-attention](#4-Cross-attention:-two-lengths) ● 8 ·
# [5 Self-attention](#5-Self-attention:-one-source) ● 7 ·
# [6 Shuffle the words](#6-Shuffle-the-words) ● 9 ·
# [7 Positions](#7-Positions) 18 ·
# [8 Masks and architectures](#8-Masks-and-architectures) ● 12 ·
# [9 Global and local](#9-Global-and-local) 12 ·
# [10 Write the window](#10-Write-the-window) 6 ·
# [11 What it costs](#11-What-it-costs) 9 ·
# [12 All types at a glance](#12-All-types-at-a-glance) ● 5 ·
# [13 Repair a tutorial](#13-Repair-a-tutorial) 8 ·
# [14 Say it in 60 seconds](#14-Say-it-in-60-seconds) ● 5 ·
# [15 What interviewers ask next](#15-What-interviewers-ask-next) 7
#
# Where a prediction is asked, commit first; the answer is folded, or it is in
# the widget below and in the text that follows.

# %% tags=["long"]
import textwrap
import tracemalloc
from functools import partial
from time import perf_counter

import numpy as np
from IPython.display import display

import attention_lib as al
from attention_lib import laws, practice, views, widgets
from attention_lib.models import load_translator
from attention_lib.practice.buggy_layers import BUGGY_LAYERS
from attention_lib.published import published, published_table
from attention_lib.widgets import ask

rng = np.random.default_rng(0)


def show(label, numbers, note=""):
    print(f"{label:32}{np.round(numbers, 3)}{note}")


# %% [markdown]
# ## Before you start: three things from earlier notebooks
#
# Answer aloud, then look.
#
# <details><summary>Name query, keys and values in Bahdanau's translator.</summary>
#
# Query: the decoder's state **before** the word is written. Keys and values:
# the encoder's states, one per source word, both the same vectors.
# </details>
# <details><summary>Which shape do the weights have, and which axis sums to 1?</summary>
#
# query_len × key_len, and each **row** sums to 1 (softmax over the keys).
# </details>
# <details><summary>Where does a mask act?</summary>
#
# On the scores, **before** the softmax: hidden ones become −∞, weight 0, and
# the rest of the row shares the whole.
# </details>
#
# ## 1 An answer, taken apart
#
# The page of interview answers that this course began from says, in short:
# self-attention lets a sequence attend to **itself**, so that each element can
# consider the whole sequence, rather than being limited to a *different*
# sequence as in encoder–decoder attention; that makes flexible, context-aware
# representations. Its code, in Python, beside a real one:


# %%
def page_self_attention(inputs):
    # the page's own comment: each element can now attend to the whole sequence
    return inputs


def real_self_attention(inputs, w_query, w_key, w_value):
    query, key, value = inputs @ w_query, inputs @ w_key, inputs @ w_value
    return al.scaled_dot_product_attention(query, key, value)


x, learned = rng.standard_normal((5, 4)), rng.standard_normal((3, 4, 4))
edited = x.copy()
edited[4] += 1  # edit the last element, watch the first
moved = page_self_attention(edited) - page_self_attention(x)
show("the page: row 0 moves by", abs(moved[0]).max())
moved = real_self_attention(edited, *learned) - real_self_attention(
    x, *learned
)
show("a real one: row 0 moves by", abs(moved[0]).max())

# %% [markdown]
# | the page's answer | verdict | where you will see it |
# |---|---|---|
# | a sequence attends to itself | **right**, and that is the whole difference: the same function with one source | section 5 |
# | each element can consider the *entire* sequence | **sometimes**: in an encoder yes; a causal mask or a window takes that away | sections 8, 9 |
# | traditional attention is limited to a different sequence | **right** for encoder–decoder attention. The formula has no such limit; only the source of Q, K and V differs | sections 2, 4 |
# | "more flexible representations" | **unsaid**: it pays with n² comparisons, and forgets word order | sections 6, 11 |
# | the code | **broken**: it returns its input. No element sees any other | above |
#
# ## 2 Three axes
#
# There is a zoo of names: additive, dot-product, self, cross, causal, global,
# local. They are not rivals in one list. Each is a choice on one of three axes,
# and the choices combine:
#
# 1. **Where do Q and K, V come from?** One sequence (self) or two (cross).
# 2. **Which positions are visible?** All, the past, a window, a soft window.
# 3. **How is the score computed?** A network, a dot product, a matrix between.
#
# (*Soft or hard*, average or draw one, is a fourth choice: section 9. Names you do
# not know yet come in sections 3 and 9; local-p: each query predicts a place, and
# the weights shrink with the distance from it.)

# %%
display(ask("03-same-formula"))
widgets.axes_dial()

# %% [markdown]
# The words' numbers were set by hand, so that there is something to see. Turn one
# axis at a time. The first changes the *shape*: as many rows as queries, as many
# columns as keys. The second decides which cells can be above 0; the rest of the
# row shares the whole (local-p is the exception: look at Σ). The third changes
# only how the visible keys share the row.
#
# "Self against traditional" is a difference on the first axis. That the older
# models were also additive and recurrent is history, not definition.
#
# ## 3 Scores: Bahdanau, Luong, Vaswani
#
# All but *location* are functions of one query and one key. Here they run on the
# same decoder and encoder states. Their widths differ (4 and 6), as they may in a
# translator; a dot product has to refuse that.

# %%
decoder, encoder = rng.standard_normal((3, 4)), rng.standard_normal((5, 6))
w_q, w_k = rng.standard_normal((4, 8)), rng.standard_normal((6, 8))
v, both = rng.standard_normal(8), np.concatenate([w_q, w_k])
table = {
    "additive": partial(al.additive_score, w_query=w_q, w_key=w_k, v=v),
    "concat": partial(al.concat_score, matrix=both, v=v),
    "general": partial(al.general_score, matrix=w_q @ w_k.T),
    "dot of q W_Q and k W_K": lambda q, k: al.dot_score(q @ w_q, k @ w_k),
    "dot": al.dot_score,
}
for name, score in table.items():
    try:
        show(name, score(decoder, encoder)[0])
    except ValueError as error:
        print(textwrap.fill(f"{name}: {error}", 79))

# %% [markdown]
# Look at the equal lines: *concat* is *additive* with its two matrices written as
# one, and a dot product of **projected** vectors is *general* with
# $W = W_Q W_K^\top$.
#
# | score | formula | learned | who |
# |---|---|---|---|
# | additive | $v^\top\tanh(W_q q + W_k k)$ | $W_q, W_k, v$ | Bahdanau 2015 |
# | concat | $v^\top\tanh(W[q; k])$ | $W, v$ | Luong 2015 |
# | general | $q^\top W k$ | $W$ | Luong 2015 |
# | dot | $q^\top k$ | nothing | Luong 2015 |
# | location | $W q$, no key at all | $W$ | Luong 2015 |
# | scaled dot | $q^\top k/\sqrt{d_k}$ of projected q and k | $W_Q, W_K$ | Vaswani 2017; "general" with a matrix made of two thin ones, so of rank at most $d_k$ |
#
# Luong changed the *order*, too. Bahdanau: previous state $s_{t-1}$ → weights →
# context → new state $s_t$. Luong: new state $h_t$ → weights → context → a
# combined vector → the word. There the context comes after the recurrent step, so
# the next step would not know where the model has looked; **input feeding** hands
# the combined vector on to it (§3.1 and §3.3, from a transcription). Vaswani et al.
# keep Luong's dot product, project queries, keys and values by learned matrices,
# divide by $\sqrt{d_k}$, run several heads (notebook 04), and drop the recurrence.
#
# **Additive is not similarity.** In notebook 02 the key at a right angle to the
# query won, with v = (1, 1). Here v is (−1, ½). Predict, then set *Score* of B to
# *additive*.

# %%
display(ask("03-additive-winner"))
widgets.AttentionComparison(
    ["query"],
    key_tokens=["same", "side", "back"],
    query=[[1.0, 0.0]],
    key=[[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]],
    value=[[1.0, 0.0], [0.0, 1.0], [0.5, 0.5]],
    additive_v=[-1.0, 0.5],
    a={"score": "dot", "scaled": False},
    b={"score": "dot", "scaled": False},
)

# %% [markdown]
# A is the dot product, B the additive score of the same numbers, and between them
# stands the difference. Choose a cell in one, and its arithmetic appears for both.
# A trained v can reverse every preference: it is a learned network, not a measure
# of similarity.
#
# **Which score is better?** Published, English to German, newstest2014. (Perplexity:
# between how many equally likely words the model hesitates, on average; lower is
# better. BLEU: higher is better.)

# %%
print(f"{'Luong et al. 2015, table 4':30}{'perplexity':>10}{'BLEU':>8}")
for row, figures in published_table("Luong", "Table 4").items():
    perplexity, _, bleu = (figure.text for figure in figures.values())
    print(f"{row:30}{perplexity:>10}{bleu:>8}")
concat = published("luong-concat-global-ppl")
print(textwrap.fill(concat.cite(), 79))

# %% [markdown]
# The BLEU column was measured after unknown words were replaced; x means that the
# paper gives none. *local-p* with *general* is best; for global attention *dot* has the better BLEU, *general* the same
# perplexity: no score wins everywhere. Concat is not in the table: footnote 15
# gives perplexities of 6.7 to 7.1, which it says could come from setting part of W
# to the identity, and §5.3 asks for more analysis. So it is no proof against
# additive scores; the table of Britz et al. in notebook 02 has them ahead of the
# *unscaled* dot product at widths 128, 512 and, most clearly, 1,024 (the last from
# a transcription). In practice the dot product is much
# faster, being one matrix product (Vaswani et al. 2017, §3.2.1).
#
# ## 4 Cross-attention: two lengths
#
# In **cross-attention** the *decoder* asks: queries from the sequence that is
# being written, keys and values from the encoder's output. ("The encoder asks" is
# backwards: the encoder is asked.) Nothing requires the two lengths to be equal.

# %%
display(ask("03-delete-key"))
widgets.AttentionEditor("das rote auto", key_tokens="the red car drives")

# %% [markdown]
# Three queries, four keys, so S, mask and W are 3 × 4 and O has three rows: draw it
# with the queries down the side and the keys along the top, and the output has as
# many rows as there are **queries**.
#
# 1. Delete "drives" from the key words: W loses a column, O keeps its shape.
# 2. Set the *first* number of the key "red" to 2: one column of S changes, and
#    every row of W, since each row must again sum to 1.
# 3. Edit the *query* "rote": only its row changes, in S, in W and in O.
#
# A real one: the small Transformer that was trained for this course on spoken
# arithmetic (its last decoder layer).

# %%
transformer = load_translator("transformer-1")
t = transformer.translate("ninety two times four")
print(t.text, "  weights", t.weights.shape)
views.weights_table(t.weights, t.target, t.source)

# %% [markdown]
# Row "zwei" looks mostly at "two" and row "neunzig" at "ninety", in crossed
# order. "und" has no English word and looks at "ninety", the word translated next.
# Five rows, four columns.
#
# ## 5 Self-attention: one source
#
# The next cell holds a complete cross-attention: three learned matrices, then
# the function you know.
#
# **Exercise 1.** Turn it into self-attention: `self_attention(x, w_query, w_key,
# w_value)`. One line is enough.
#
# <details><summary>Hint</summary>
#
# Which argument says where keys and values come from? What should it be, if a
# sequence looks into itself?
# </details>


# %%
def cross_attention(x, memory, w_query, w_key, w_value):
    query = x @ w_query  # what the positions of x look for
    key = memory @ w_key  # what the positions of memory are found by
    value = memory @ w_value  # what they pass on
    return al.scaled_dot_product_attention(query, key, value)


def self_attention(x, w_query, w_key, w_value):
    ### BEGIN SOLUTION
    return cross_attention(x, x, w_query, w_key, w_value)
    ### END SOLUTION


# %% tags=["check"]
practice.check_self_attention(self_attention)

# %% [markdown]
# That is all: **the same call with one source**. So "self-attention means Q = K =
# V" is false: x is the same, the three matrices are not. Queries and keys differ,
# and a word need not look at itself most (notebook 02, section 6).
#
# What is *different* from a recurrent model is the order of work. A recurrent
# layer walks: position 5 waits for position 4. Self-attention computes all rows
# at once, in two matrix products and a softmax, and any two positions are one
# step apart.
#
# ## 6 Shuffle the words

# %%
display(ask("03-shuffle"))
widgets.shuffled_words()

# %% [markdown]
# Point at a cell: both maps outline the same pair of words. (The numbers come from
# the words' spelling and mean nothing.)
#
# 1. With positions **off**, choose another order: the same weights, moved along
#    with their words, and Δ output is 0.00 for every word. *"Dog bites man"* and
#    *"man bites dog"* are one bag of words to it.
# 2. Press *Shuffle the words* once, then choose sinusoidal, rotary, ALiBi: for which
#    is every Δ above 0?
# 3. Shuffle on, and find the one order that ALiBi does not notice.
# 4. *Off + causal mask*, first shuffle: which word keeps Δ = 0, and why?
#
# <details><summary>2, 3 and 4</summary>
#
# 2: all three. 3: the sentence backwards; this ALiBi, used in both directions, sees
# distances only, and these stay. (The paper's looks back only.) 4: the first "the";
# it sees only itself.
# </details>
#
# Proof for "off", in three lines. Let P be a permutation matrix and Q = PXW_Q and
# so on:
#
# - scores: $(PXW_Q)(PXW_K)^\top = P\,S\,P^\top$: rows and columns move along,
# - softmax works within each row, on the same numbers: $P\,W\,P^\top$,
# - output: $P\,W\,P^\top P\,V = P\,(WV)$, since $P^\top P$ is the identity.
#
# So $f(PX) = P f(X)$. That is **equivariance**: outputs move with their inputs.
# It is often called *invariance*, wrongly: an invariant output would not move at
# all.

# %%
w = [rng.standard_normal((6, 6)) / np.sqrt(6) for _ in range(3)]
x, memory = rng.standard_normal((2, 5, 6))
order = [2, 0, 1, 3, 4]  # the last word stays last
plain, moved = (cross_attention(y, y, *w) for y in (x, x[order]))
print("f(PX) = f(X), invariant:    ", np.allclose(moved, plain))
print("f(PX) = P f(X), equivariant:", np.allclose(moved, plain[order]))
same = np.allclose(moved.mean(axis=0), plain.mean(axis=0))
print("pooled over positions, invariant:  ", same)
one, two = (cross_attention(x, m, *w) for m in (memory, memory[order]))
print("cross-attention, memory shuffled, invariant:", np.allclose(one, two))

# %% [markdown]
# Cross-attention, then, is equivariant in its queries and invariant to a shuffled
# memory.
#
# **An exception, with a trap.** A *causal* mask breaks the symmetry, since the
# first position sees one key and the fifth sees five; decoders without any
# positions can work, and in one study did better than common encodings when
# tested on longer inputs (Kazemnejad et al. 2023, abstract). But what does the
# **last** word of *one* causal layer know about the order before it?


# %%
def causal_layers(y, layers):
    for _ in range(layers):
        query, key, value = (y @ matrix for matrix in w)
        update = al.attend(query, key, value, mask=al.causal_mask(len(y)))
        y = y + update  # each layer adds to what it got
    return y


with views.folded("Decided? Click to look."):
    for layers in (1, 2):
        before, after = (causal_layers(y, layers)[-1] for y in (x, x[order]))
        print(f"{layers} layer(s): last word unchanged by a shuffle:", end=" ")
        print(np.allclose(before, after))

# %% [markdown]
# It still sees a bag. From the second layer on order shows, since some of the words
# it reads now had other words before them.
#
# ## 7 Positions
#
# Three ways to tell attention where a word stands. Each obeys a law that you can
# test.
#
# **Sinusoids** (Vaswani et al. 2017, §3.5) are *added* to the word vectors. They
# are fixed, not learned. Their law: moving by k positions *rotates* each
# sine–cosine pair by a fixed angle, the same wherever you start. The authors
# hypothesised that this makes relative positions easy to learn.
#
# **Rotary positions** (Su et al. 2021) do not add: they rotate *queries and keys*,
# each pair of numbers by an angle that grows with the position; the values stay
# as they are. Their law: for given vectors the score depends on the positions
# only through the offset j − i. The sign counts: three back is not three ahead.
#
# **ALiBi** (Press et al. 2022, from transcriptions) leaves the vectors alone and
# subtracts from each score a slope times the distance, another slope for each head;
# the paper's models look back only. Its law: it knows nothing but the distance.
#
# Sinusoids enter once, at the input; rotary and ALiBi in every attention layer.

# %%
p = al.sinusoidal_positions(50, 6)
# Pairs are (sin, cos), so a turn by −3 angles moves 3 places ahead.
ahead = al.rotary(p[:47], positions=-3)  # the same turn for all 47
print("p + 3 is p, turned by fixed angles:", np.allclose(ahead, p[3:]))
q, k = rng.standard_normal((2, 1, 8))  # one query, one key, 8 numbers each
for i, j in ((0, 3), (10, 13), (100, 103), (3, 0)):
    score = al.rotary(q, positions=i) @ al.rotary(k, positions=j).T
    show(f"rotary: query {i:3}, key {j:3}", score[0, 0])
print("ALiBi, head 0 of 8, added to the scores:")
print(al.alibi_bias(4, num_heads=8)[0])
for name in ("base", "learned-positions"):
    print(textwrap.fill(published(f"vaswani-{name}-bleu").cite(), 79))

# %% [markdown]
# The last lines: learned positions did about as well as sinusoids. That sinusoids
# extend to longer sentences was the authors' hope (they *may* allow it), not a
# result.

# %%
display(ask("03-rotary-values"))
q, k, values = rng.standard_normal((3, 4, 8))


def output(start, turn_values):
    places = start + np.arange(4)
    v = al.rotary(values, positions=places) if turn_values else values
    turned = (al.rotary(y, positions=places) for y in (q, k))
    return al.scaled_dot_product_attention(*turned, v)


with views.folded():
    for turn_values in (False, True):
        moved = abs(output(100, turn_values) - output(0, turn_values)).max()
        show(f"values turned: {turn_values!s:5} it moves by", moved)

# %% [markdown]
# **Exercise 2.** Write `rotary(x)` for x of shape (length, head_dim), head_dim
# even. The pair (2i, 2i+1) at position p turns by the angle
# $\theta = p \cdot 10000^{-2i/d}$:
#
# $$(a, b) \mapsto (a\cos\theta - b\sin\theta,\; a\sin\theta + b\cos\theta)$$
#
# <details><summary>Hint 1</summary>
#
# `x[:, 0::2]` holds every a, `x[:, 1::2]` every b.
# </details>
# <details><summary>Hint 2</summary>
#
# The angles form a matrix (length, d/2): `np.arange(length)[:, None]` times
# `10000 ** (-np.arange(0, d, 2) / d)`.
# </details>


# %%
def rotary(x):
    x = np.asarray(x, dtype=float)
    length, head_dim = x.shape
    ### BEGIN SOLUTION
    rates = 10000 ** (-np.arange(0, head_dim, 2) / head_dim)
    angle = np.arange(length)[:, None] * rates
    a, b = x[:, 0::2], x[:, 1::2]
    turned = np.empty_like(x)
    turned[:, 0::2] = a * np.cos(angle) - b * np.sin(angle)
    turned[:, 1::2] = a * np.sin(angle) + b * np.cos(angle)
    return turned
    ### END SOLUTION


# %% tags=["check"]
practice.check_rotary(rotary)

# %% [markdown]
# ## 8 Masks and architectures
#
# The second axis: who may see whom. Three patterns make the three families of
# Transformers; equal scores make them visible.

# %%
source = ["the", "cat", "sleeps", "<pad>"]  # one of four is padding
target = ["die", "katze", "schläft"]
real = al.padding_mask(3, 4)
patterns = {
    "encoder, sees all": (source, source, real),
    "decoder, sees the past": (target, target, al.causal_mask(3)),
    "cross, sees every source word": (target, source, real),
}
for title, (rows, columns, mask) in patterns.items():
    equal = np.zeros((len(rows), len(columns)))
    mask = np.broadcast_to(mask, equal.shape)
    w_equal = al.softmax(al.apply_mask(equal, mask))
    display(
        views.weights_table(w_equal, rows, columns, visible=mask, title=title)
    )

# %% [markdown]
# Hatched cells are hidden. A padding mask hides a *column*; the row of `<pad>` is
# filled, and nobody reads it. A causal mask hides a triangle, and keeps the
# diagonal.
#
# | family | masks | trained, for instance, to | good for |
# |---|---|---|---|
# | encoder-only (the kind of BERT) | padding only | fill in hidden words; it could not learn to predict a next word that it sees | reading |
# | decoder-only (the kind of GPT) | causal | predict the next word | writing |
# | encoder–decoder (the 2017 Transformer) | all three tables | translate | turning one sequence into another |
#
# In training, the decoder gets the whole right answer and all positions are
# computed at once; the mask keeps each from seeing what it should predict. When
# it writes, word t + 1 needs word t: that stays one after the other. (Then the
# keys and values of the source are computed once, and those of the target grow by
# one row with every word.)
#
# ### A bug that looked fine
#
# Which mask belongs to **cross**-attention? In a stored version of the Keras
# project's translation example, the decoder's cross-attention got the target's
# padding mask combined with the target's *causal* mask
# (`neural_machine_translation_with_transformer.py`, 035d541). It ran, since both
# sides were padded to length 20.

# %%
display(ask("03-first-step"))
words, states = rng.standard_normal((2, 5, 6))  # source words; target states
edited = words.copy()
edited[4] += 1  # edit the last source word, watch the first target word


def first_target(memory):
    return al.attend(states, memory, memory, mask=al.causal_mask(5))[0]


with views.folded():
    same = np.array_equal(first_target(words), first_target(edited))
    print("the first target word notices the edit:", not same)
    both = (real_self_attention(memory, *w) for memory in (words, edited))
    same = np.array_equal(*map(first_target, both))
    print("with an encoder before it:             ", not same)
    broken = laws.check_laws(BUGGY_LAYERS["cross_causal"].layer).broken
    print("laws that fail:", *broken)

# %% [markdown]
# The first target word may attend to the first encoder state alone. That state has
# itself looked at the whole source (second line), so such a model need not fail
# visibly; but the first word must get everything through one vector, the bottleneck
# of notebook 01, and word t through t of them.
#
# The correct rule: every target position may see **every** source word. The source is
# known from the start; there is no future in it. Only padding is hidden, and it is
# hidden as *columns*, the keys.
#
# **Exercise 3.** Repair it: `cross_attention_mask(source_lengths, target_len,
# source_len)` returns booleans of shape (batch, target_len, source_len),
# True = may attend. `source_lengths` holds the number of real source words of
# each sentence.
#
# <details><summary>Hint</summary>
#
# `np.arange(source_len) < length` is one row. With `source_lengths[:, None, None]`
# it is one row per sentence; `np.repeat(…, target_len, axis=1)` repeats it.
# </details>


# %%
def cross_attention_mask(source_lengths, target_len, source_len):
    ### BEGIN SOLUTION
    lengths = np.asarray(source_lengths)[:, None, None]
    real = np.arange(source_len) < lengths  # (batch, 1, source_len)
    return np.repeat(real, target_len, axis=1)
    ### END SOLUTION


# %% tags=["check"]
practice.check_cross_attention_mask(cross_attention_mask)

# %% [markdown]
# **Laws** find such a bug without reading the code: see the last line above the
# exercise (*kv_permutation*: shuffle keys and values together, and nothing may
# change).
#
# A decoder-only model translates without any cross-attention, by the way: source
# and target are one sequence, and self-attention does both jobs.
#
# ## 9 Global and local
#
# **Global** attention sees all positions. **Local** attention sees some near a
# centre $p_t$, from $p_t - D$ to $p_t + D$. Luong et al. (2015, §3.2) proposed two
# kinds:
#
# - *local-m* ("monotonic"): the centre is the query's own place, $p_t = t$. It is
#   not learned.
# - *local-p* ("predictive"): the centre is computed from the query,
#   $p_t = n \cdot \mathrm{sigmoid}(v^\top\tanh(W h_t))$ for n source words, and the
#   weights are multiplied by the Gaussian $e^{-(j - p_t)^2/2\sigma^2}$ with
#   $\sigma = D/2$ (equations 9 and 10, from a transcription).
#
# In code D is `half_width` and $p_t$ are the `centres`; positions count from 0. Take
# six keys with equal scores, D = 2 and $p_t$ = 2.3.

# %%
display(ask("03-local-sum"))
flat = np.zeros((1, 2)), np.zeros((6, 2)), np.eye(6)  # equal scores
_, local_p = al.local_attention(
    *flat, half_width=2, centres=[2.3], return_weights=True
)
with views.folded():
    show("local-p around 2.3", local_p[0], f" sum {local_p.sum():.3f}")

# %% [markdown]
# Inside the window, positions 1 to 4, softmax gives ¼ each; then the Gaussian
# multiplies, and nothing is normalised again. So a row of weights that does
# **not** sum to 1 can be right: it is what the paper defines.
#
# **Local is not hard.** *Hard* attention draws *one* position at random, by the
# weights, from *all* of them; it is not a window of one. The choice has no slope, and
# training needs estimates of the gradient. Luong's local attention is a weighted
# sum (for local-m an average), differentiable almost everywhere.

# %%
q, k, values = (rng.standard_normal(s) for s in ((1, 4), (5, 4), (5, 2)))
soft = al.attend(q, k, values)[0]
draws = [al.hard_attention(q, k, values, rng=rng)[0] for _ in range(20000)]
show("soft, one average", soft)
show("hard, the first draw", draws[0])
near = abs(np.mean(draws, axis=0) - soft).max() < 0.03
print("the mean of 20,000 draws comes near the soft output:", near)

# %% [markdown]
# ### Windows in layers
#
# A **sliding window** is local-m for self-attention: everyone sees w positions
# on each side.

# %%
display(ask("03-reach"))
widgets.window_reach()

# %% [markdown]
# Each cell names the layer in which an input is first seen. Move *layers*: the
# reach grows by w per layer, so L layers see L·w positions on each side. A window
# limits a layer, not a network. The price is a longer path: a distant word needs
# several layers to arrive.
#
# Switch on *global token*: a position that sees all and is seen by all, and two
# layers connect everything. Local windows with task-chosen global attention are
# Longformer's idea (Beltagy et al. 2020, abstract). Switch on *causal* too: the
# shortcut is gone, since the token at 0 has seen nothing. Decoders mix in whole
# global *layers* instead.
#
# **Does it cost quality?** For global against local, see Luong's table in section
# 3: the best local row (local-p, general: 20.9) is a little ahead of the best global
# one (dot: 20.5); with *general* local is ahead, with *dot* behind. So the axes
# interact. For the shape of the windows, published on character-level text (bits
# per character, lower is better):

# %%
for row, figures in published_table("Beltagy", "Table 4").items():
    (figure,) = figures.values()
    print(f"{row:34}{figure.text:>6}")
print(textwrap.fill(figure.cite(), 79))

# %% [markdown]
# Of the three schedules, small windows in the lower layers and large ones in the
# upper layers were best (1.21); gaps in the window (dilation) on two heads gained another 0.01. Small models, and
# windows are compared with windows only.
#
# Recent models mix layers: Gemma 2 alternates windows of 4,096 positions with
# global layers one to one, Gemma 3 uses five layers with windows of 1,024 for each
# global one (as stated in a stored README of *LLMs from scratch*).
#
# ## 10 Write the window
#
# **Exercise 4.** `local_mask(query_len, key_len, before, after)`: boolean, True
# = may attend; query i sees the keys from i − `before` to i + `after`.
#
# <details><summary>Hint</summary>
#
# `distance = np.arange(key_len) - np.arange(query_len)[:, None]` is a matrix;
# both ends of the window are comparisons with it.
# </details>


# %%
def local_mask(query_len, key_len, before, after):
    ### BEGIN SOLUTION
    distance = np.arange(key_len) - np.arange(query_len)[:, None]
    return (-before <= distance) & (distance <= after)
    ### END SOLUTION


# %% tags=["check"]
practice.check_local_mask(local_mask)

# %% [markdown]
# Its law: *editing a key outside the window changes nothing.* But a mask alone
# saves no work: all n² scores are computed, and most are then thrown away. To save,
# compute the band alone. `al.window_attention` does; it gives the same numbers.
#
# ## 11 What it costs

# %%
display(ask("03-savings"))


def peak_megabytes(run):
    tracemalloc.start()
    run()
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return peak


def both_ways(n, w_side=16):
    x = rng.standard_normal((3, n, 32))
    full = partial(al.scaled_dot_product_attention, *x)
    return full, partial(al.window_attention, *x, before=w_side)


# %%
with views.folded():
    for n in (512, 4096, 32768):
        ratio = n * n / (n * (2 * 128 + 1))
        print(f"128 on each side, n {n:6,}: {ratio:6.1f} times fewer scores")
print("\n16 on each side: peak memory in MB")
for n in (512, 1024, 2048):
    full, band = both_ways(n)
    np.testing.assert_allclose(
        band(), full(mask=al.window_mask(n, before=16)), atol=1e-12
    )
    print(f"n {n:5}: all {peak_megabytes(full):6.1f}", end="")
    print(f"  band {peak_megabytes(band):5.1f}")

# %% [markdown]
# When n doubles, the first column grows fourfold and the second twofold.
#
# And a recurrent layer? Vaswani et al. (2017) compare, for n positions of width d,
# kernels of k and windows of r:

# %%
print(f"{'':29}{'work':14}{'steps in a row':16}longest path")
for layer, cells in published_table("Vaswani", "Table 1").items():
    work, steps, path = (figure.text for figure in cells.values())
    print(f"{layer:29}{work:14}{steps:16}{path}")

print("\nmultiplications per layer, in millions, d = 512")
for n in (128, 512, 1024, 4096):
    d = 512
    mixing, projections = 2 * n * n * d, 4 * n * d * d
    counts = {"attention": mixing + projections, "of it mixing": mixing}
    counts |= {"plain RNN": 2 * n * d * d, "GRU": 6 * n * d * d}
    cells = (f"{name} {c / 1e6:,.0f}" for name, c in counts.items())
    print(f"n {n:4}:", ", ".join(cells))

# %% [markdown]
# So "self-attention always costs more" is false. By Table 1, which counts the
# mixing only, it is the cheaper one where n < d. Count the projections as well
# (4nd²), and a plain recurrent layer is always cheaper in multiplications; a GRU (two
# gates and a candidate state, each with two d × d matrices: 6nd²) costs the same at
# n = d. Over a given text, attention always needs few sequential steps and has
# short paths. Count the paths:

# %%
n = 12
previous = np.eye(n, dtype=bool) | np.eye(n, k=-1, dtype=bool)
for name, mask in (
    ("recurrent: itself, the previous", previous),
    ("window of 2", al.window_mask(n, before=2)),
    ("global", al.window_mask(n, before=n)),
):
    steps = 1
    while not al.receptive_field(mask, steps)[n - 1, 0]:
        steps += 1
    print(f"{name:31} steps from the first word to the last: {steps:2}")

# %% [markdown]
# And the clock, on the machine that runs this page (it differs from run to run).
# A short, wide text and a long, narrow one, masked and in a band of 16 on each side:


# %%
def recurrent(x, w_in, w_state, _):
    state = np.zeros(len(w_state))
    for row in x @ w_in:  # each step waits for the one before
        state = np.tanh(row + state @ w_state)


def masked(x, *own):
    mask = al.window_mask(len(x), before=16)
    return al.attend(*(x @ matrix for matrix in own), mask=mask)


def band(x, *own):
    return al.window_attention(*(x @ matrix for matrix in own), before=16)


# %% tags=["nbval-ignore-output"]
for n, d in ((128, 512), (2048, 64)):
    x, own = rng.standard_normal((n, d)), rng.standard_normal((3, d, d)) / 30
    for layer in (recurrent, real_self_attention, masked, band):
        layer(x, *own)  # once to warm up
        start = perf_counter()
        for _ in range(5):
            layer(x, *own)
        milliseconds = (perf_counter() - start) * 200
        print(f"n {n:4}, d {d}: {layer.__name__:20}{milliseconds:7.1f} ms")

# %% [markdown]
# Three things to see, on most machines: on the long, narrow text attention pays for
# n², and the recurrent layer wins; on the short, wide one attention does 1.75 times
# the multiplications (3nd² + 2n²d against 2nd²) in about the same time, because it
# does them in a few large products; and a *masked* window costs as much as none,
# while the band is fast.
#
# ## 12 All types at a glance
#
# | | type | Q from · K, V from | visible | score | used for |
# |---|---|---|---|---|---|
# | 1 | Bahdanau's | decoder state · encoder | all | additive | recurrent translation |
# | 2 | Luong's global | decoder state · encoder | all | dot, general | the same, cheaper |
# | 3 | Luong's local-m | decoder state · encoder | a window at the same place | general | sources in roughly the same order |
# | 4 | Luong's local-p | decoder state · encoder | a soft window, its place predicted | general | long sources |
# | 5 | location-based | decoder state alone | all | no key | where only the place counts; it cannot find content |
# | 6 | hard | any | all; one is drawn | any | when a single item must be chosen; hard to train |
# | 7 | self, encoder | one sequence | all | scaled dot | understanding: classify, tag, find answers |
# | 8 | self, decoder | one sequence | the past | scaled dot | writing: language models |
# | 9 | cross | decoder · encoder | all | scaled dot | translation, summarization |
# | 10 | sliding window | one sequence | a window | scaled dot | long texts |
# | 11 | window + global | one sequence | a window and a few | scaled dot | long documents with a question |
#
# Each row runs (source x, target y; the learned projections are those of w):

# %%
x, y = rng.standard_normal((6, 6)), rng.standard_normal((4, 6))
old = [y, x, x]  # a recurrent decoder's states, and its encoder's
own = [x @ matrix for matrix in w]  # self: three maps of one sequence
cross = [y @ w[0], x @ w[1], x @ w[2]]
add = partial(al.additive_score, w_query=w[0], w_key=w[1], v=w[2][0])
general = partial(al.general_score, matrix=w[0])
place = partial(al.location_score, matrix=w[1])
local = {"half_width": 2, "score": general}
at = al.predicted_centres(y, matrix=w[0], v=w[2][0], key_len=6)
runs = {
    "1 Bahdanau's": (al.attend, old, {"score": add}),
    "2 Luong's global": (al.attend, old, {"score": general}),
    "3 Luong's local-m": (al.local_attention, old, local),
    "4 Luong's local-p": (al.local_attention, old, local | {"centres": at}),
}

# %%
few = al.window_and_global_mask(6, before=1, global_positions=[0])
runs |= {
    "5 location-based": (al.attend, old, {"score": place}),
    "6 hard": (al.hard_attention, old, {"rng": rng}),
    "7 self, encoder": (al.attend, own, {}),
    "8 self, decoder": (al.attend, own, {"mask": al.causal_mask(6)}),
    "9 cross": (al.attend, cross, {}),
    "10 window": (al.attend, own, {"mask": al.window_mask(6, before=1)}),
    "11 window + global": (al.attend, own, {"mask": few}),
}
for name, (attention, qkv, options) in runs.items():
    _, weights = attention(*qkv, return_weights=True, **options)
    sums = weights.sum(axis=1)
    print(f"{name:20}weights {weights.shape}", end=", ")
    print(f"rows sum to {sums.min():.2f} … {sums.max():.2f}")

# %% [markdown]
# Row 4 is the one whose weights do not sum to 1, as its paper defines it.
#
# ## 13 Repair a tutorial
#
# PyTorch's own translation tutorial (a stored version) computed its "attention",
# in short, like this. The weights came from the decoder alone, and the encoder's
# states were only averaged with them. It was reported in 2017 and repaired in
# June 2023. It ran, and it trained.


# %%
def tutorial_scores(state, memory, w_place):
    return state @ w_place[:, : len(memory)]


ask("03-location")

# %%
state, memory = rng.standard_normal((2, 4)), rng.standard_normal((5, 6))
w_place, w_pair = rng.standard_normal((4, 64)), rng.standard_normal((4, 6))
tutorial = partial(tutorial_scores, state, w_place=w_place)
general = partial(al.general_score, state, matrix=w_pair)
with views.folded():
    for name, score in {"tutorial": tutorial, "general": general}.items():
        same = np.allclose(score(memory), score(memory[[3, 1, 4, 0, 2]]))
        print(f"{name}: the same scores after a shuffle of memory: {same}")
    broken = laws.check_laws(BUGGY_LAYERS["location_only"].layer).broken
    print("laws that fail:", *broken)

# %% [markdown]
# Two **laws** catch this bug in any implementation: *weights depend on keys*, and
# *kv_permutation*, shuffling keys and values together changes nothing. (The third
# is about the size of its scores.)
#
# **Exercise 5.** Repair it: `content_scores(state, memory, matrix)`, the *general*
# score $s^\top W m$ of every state with every memory vector, shape
# (target_len, source_len). The two widths may differ.
#
# <details><summary>Hint</summary>
#
# Two matrix products, and one transpose.
# </details>


# %%
def content_scores(state, memory, matrix):
    state, memory, matrix = map(np.asarray, (state, memory, matrix))
    ### BEGIN SOLUTION
    return state @ matrix @ memory.T
    ### END SOLUTION


# %% tags=["check"]
practice.check_content_scores(content_scores)

# %% [markdown]
# ## 14 Say it in 60 seconds
#
# Close your eyes and answer aloud: *How does self-attention differ from
# traditional attention?* Then tick, one point each:
#
# - **D** – definition: Q, K and V from one sequence; traditional: queries from
#   the decoder, keys and values from the encoder
# - **W** – why: no recurrence, all positions at once, any two one step apart
# - **N** – number or shape: n × n against target × source; n²d against nd²
# - **T** – trade-off: quadratic in length; blind to order without positions
# - **C** – check: "I would shuffle the words and compare the outputs"
#
# <details><summary>A model answer</summary>
#
# "The formula is the same; what differs is where queries, keys and values come
# from. In traditional encoder–decoder attention, Bahdanau's, the previous state of
# a recurrent decoder is the query and the encoder states are keys and values, one
# step at a time, with an additive score. In self-attention all three are
# projections of one sequence. Over a given text all positions are computed at once,
# and any two words are one step apart; a decoder still writes word by word. For n
# words that is an n × n table; counting the mixing only, work n²d against a
# recurrent layer's nd². It does not know word order: I would check by shuffling the words; without
# positions the outputs only move along, so positions are added or rotated in. With
# a causal mask it is the self-attention of a decoder; cross-attention is the same
# call with two sources, and its mask hides padding only. For long inputs one uses
# windows, which still reach far through layers."
# </details>
#
# ## 15 What interviewers ask next
#
# <details><summary>Is self-attention permutation invariant?</summary>
#
# No: equivariant. f(PX) = P f(X). Only pooling over positions makes it invariant.
# </details>
# <details><summary>Does cross-attention need a causal mask?</summary>
#
# No. The source is known completely; every target position may see all of it.
# Hide its padding, as columns. (Translating while the source is still arriving is
# another matter.)
# </details>
# <details><summary>Encoder-only, decoder-only, encoder–decoder?</summary>
#
# Encoder-only: padding mask, trained for instance to fill in hidden words.
# Decoder-only: causal, trained to predict the next word. Encoder–decoder: an
# encoder without and a decoder with a causal mask, and cross-attention between.
# </details>
# <details><summary>Why is Luong's local attention differentiable, hard attention not?</summary>
#
# Local-p multiplies soft weights with a smooth Gaussian around a computed centre
# (only the window's edge jumps); local-m has a fixed window, and inside it an
# ordinary softmax. Hard draws an index, and an index has no slope.
# </details>
# <details><summary>Why did "general" suit local and "dot" global attention?</summary>
#
# The paper shows that they did and gives no reason. Say so.
# </details>
# <details><summary>When is self-attention cheaper than a recurrent layer?</summary>
#
# Mixing alone: n²d against nd², so n < d. With the projections, compare with the
# cell in question: a GRU costs the same at n = d, a plain one is always cheaper.
# In steps in a row attention always wins, over a given text.
# </details>
# <details><summary>What does a window given as a mask save?</summary>
#
# Nothing: all scores are computed first. The band has to be computed as a band.
# </details>
# <details><summary>Does a window of w limit the context to w?</summary>
#
# Not with several layers: L layers reach L·w on each side. The path is longer;
# a few global positions or layers shorten it (a global *token* does not help under
# a causal mask).
# </details>
# <details><summary>What does a window save while writing?</summary>
#
# Memory: of past keys and values only those in the window need to be kept.
# </details>
# <details><summary>Do ALiBi, rotary or absolute positions make any length work?</summary>
#
# Not by themselves: one study found them not well suited to inputs longer than
# trained on (Kazemnejad et al. 2023, abstract).
# </details>
# <details><summary>Does a decoder need positions at all?</summary>
#
# Its causal mask breaks the symmetry, so it can do without; but its *first* layer
# still gives the last word a bag.
# </details>
# <details><summary>While writing, which keys and values are computed once?</summary>
#
# Those of cross-attention, from the source. Those of the decoder's self-attention
# grow by one row per word (a key–value cache).
# </details>
#
# ## Sources
#
# - Bahdanau, Cho and Bengio (2015): §3.1 (from a transcription). Luong, Pham and
#   Manning (2015), *Effective Approaches to Attention-based Neural Machine
#   Translation*: §3.1, §3.2 and §3.3 (from a transcription), §5.3 with footnote 15,
#   table 4.
# - Vaswani et al. (2017): §3.2.1, §3.2.3, §3.5, table 1, table 3 row E.
# - Su et al. (2021), *RoFormer*: abstract. Press et al. (2022), *Train Short,
#   Test Long* (ALiBi, from transcriptions). Kazemnejad et al. (2023), *The Impact
#   of Positional Encoding on Length Generalization in Transformers*: abstract.
# - Beltagy et al. (2020), *Longformer*: abstract, table 4.
# - PyTorch tutorials, issues #87 and #130, repaired by #2452; the Keras project's
#   translation example. Code that is named here was read in a stored version and
#   may have been corrected since. Everything else was computed in the cells above.
#
# Tomorrow, in two days and in a week: say the 60 seconds again, without looking.
