# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # How does (scaled) dot-product attention work?
#
# > **In one sentence.** Compare a query with every key by a dot product,
# > divide by $\sqrt{d_k}$, turn the scores into weights with a softmax, and
# > average the values with these weights.
#
# **▶ First choose *Run → Run All Cells*.** It takes a few seconds and brings
# the editors on this page to life. Then come back up here and read.
#
# Afterwards you can
#
# - compute attention for three tokens on paper, and for any shapes in NumPy,
# - say why there is a softmax, why $\sqrt{d_k}$, and back both with a number,
# - build masks that do not leak, and say what each popular shortcut breaks,
# - test somebody's attention with laws that every correct one must obey.
#
# About 60 minutes for the sections marked ●, 40 more for the rest (estimated
# from their length):
# [1 An answer, taken apart](#1-An-answer,-taken-apart) ● 4 ·
# [2 On paper](#2-One-query,-three-keys,-on-paper) ● 6 ·
# [3 All queries at once](#3-All-queries-at-once) ● 6 ·
# [4 The editor](#4-Edit-Q,-K-and-V) ● 9 ·
# [5 Softmax](#5-Softmax,-computed-safely) ● 8 ·
# [6 Three words](#6-Three-words) 4 ·
# [7 Why √d_k](#7-Why-divide-by-the-root) ● 10 ·
# [8 Write it yourself](#8-Write-it-yourself) 14 ·
# [9 Masks](#9-Masks) ● 12 ·
# [10 Cost, and other scores](#10-Cost,-and-other-scores) 6 ·
# [11 Spot the bug](#11-Spot-the-bug) 5 ·
# [12 Say it in 60 seconds](#12-Say-it-in-60-seconds) ● 5 ·
# [13 What interviewers ask next](#13-What-interviewers-ask-next) 6 ·
# [14 Make your own control](#14-Make-your-own-control) 4
#
# What follows a prediction is folded: commit first, then click to look.

# %%
import math
import textwrap

import ipywidgets as widgets
import matplotlib.pyplot as plt
import numpy as np
from IPython.display import display

import attention_lib as al
from attention_lib import examples, laws, practice, views
from attention_lib.published import published
from attention_lib.widgets import AttentionEditor, PictureView, ask


def show(label, numbers, note=""):
    print(f"{label:29}{np.round(numbers, 3)}{note}")


# %% [markdown]
# ## Before you start: three things from earlier
#
# Answer aloud, then look.
#
# <details><summary>What is the dot product of (1, 2) and (3, −1)?</summary>
#
# 1·3 + 2·(−1) = **1**. Multiply pairwise, then add.
# </details>
# <details><summary>What are e⁰, e¹ and e², roughly?</summary>
#
# **1, 2.72 and 7.39**: each step of 1 multiplies by e.
# </details>
# <details><summary>Average 10 and 20 with the weights 0.25 and 0.75.</summary>
#
# 0.25·10 + 0.75·20 = **17.5**. Weights that sum to 1 keep an average between
# its smallest and its largest value.
# </details>
#
# ## 1 An answer, taken apart
#
# This course began as a page of interview answers. On our question it said, in
# short: dot-product attention, *also known as scaled dot-product attention*,
# takes the dot product of the query with all keys, then a softmax, so that the
# weights sum to one. Its three key points: dot products make the weights,
# softmax normalises them, and so attention is allotted dynamically. Its code
# was C#; here it is line by line in Python, with C#'s 32-bit floats.


# %%
def page_softmax(scores):
    exponentials = np.exp(np.array(scores, dtype=np.float32))
    return exponentials / exponentials.sum()


def page_weights(query, keys):
    return page_softmax([np.dot(query, key) for key in keys])


query = np.array([1.0, 2.0])
keys = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
show("the page", page_weights(query, keys))
show("the library", al.softmax(al.scores([query], keys))[0])
with np.errstate(over="ignore", invalid="ignore"):
    show("the page, larger scores", page_softmax([1000, 3]))
show("the library, larger scores", al.softmax([1000, 3]))

# %% [markdown]
# The same query and keys, other weights; and larger scores break the page's
# code altogether.
#
# | the page's answer | verdict | where you will see it |
# |---|---|---|
# | dot products of the query with all keys, then softmax, so weights sum to 1 | **right** | section 2 |
# | attention follows the input: other queries, other weights | **right** | section 4 |
# | "also known as *scaled*" | **overstated**: plain and scaled are two functions, and its code never divides by $\sqrt{d_k}$ | section 7 |
# | the softmax code | **broken**: e¹⁰⁰⁰ overflows, ∞/∞ is NaN | section 5 |
# | it stops at the weights | **half of it**: attention *returns* the values, averaged with these weights | section 2 |
#
# By the end you will be able to mend the last three, and to say why.
#
# ## 2 One query, three keys, on paper
#
# Take $d_k = 4$, so that $\sqrt{d_k} = 2$ and the arithmetic stays on paper.
# The query is (1, 1, 1, 1); the keys are (1, 1, 0, 0), (2, 1, 1, 0) and
# (0, 0, 0, 0), so the dot products are 2, 4 and 0, and the scores 1, 2 and 0.

# %%
ask("02-zero-score")

# %%
query, keys = examples.HAND_QUERY[0], examples.HAND_KEY
values, head_dim = examples.HAND_VALUE, 4  # (10, 0), (0, 10), (5, 5)

products = [sum(q * k for q, k in zip(query, key)) for key in keys]
scores = [product / math.sqrt(head_dim) for product in products]
exponentials = [math.exp(score) for score in scores]
weights = [e / sum(exponentials) for e in exponentials]
output = [sum(w * v[c] for w, v in zip(weights, values)) for c in (0, 1)]
library = al.scaled_dot_product_attention([query], keys, values)

with views.folded():
    show("q·k", products)
    show("scores", scores)
    show("e^score", exponentials)
    show("weights", weights, f"  sum {sum(weights):.3f}")
    show("output", output)
    show("library", library[0])

# %% [markdown]
# Follow the five lines with a pencil once: they are the whole mechanism. Each
# weight is at least 0 and they sum to 1, so the output is an average of the
# values and cannot leave their range.
#
# ## 3 All queries at once
#
# Stack the queries as rows of $Q$, the keys as rows of $K$, the values as rows
# of $V$. In a model they come from the tokens' vectors $X$ through three
# learned matrices, $Q = XW_Q$, $K = XW_K$, $V = XW_V$; only the $W$s are
# learned. Here we take Q, K and V as given. One matrix product then holds every
# comparison:
#
# $$O = \mathrm{softmax}\!\left(\frac{QK^\top}{\sqrt{d_k}}\right)V$$
#
# | paper | code | shape | what it is |
# |---|---|---|---|
# | $Q$ | `query` | (query_len, head_dim) | what each position looks for |
# | $K$ | `key` | (key_len, head_dim) | what each position is matched on |
# | $V$ | `value` | (key_len, value_dim) | what each position passes on |
# | $S = QK^\top/\sqrt{d_k}$ | `scores` | (query_len, key_len) | raw comparisons, any real number |
# | $W$ (some papers: $A$) | `weights` | (query_len, key_len) | every number ≥ 0, each **row** sums to 1; no learned matrix, in spite of the letter |
# | $O$ | `output` | (query_len, value_dim) | one weighted average per query |
# | $d_k$ | `head_dim` | a number | width of the keys of one *head*: one attention of this kind; models run several side by side |


# %%
def attend(query, key, value):
    head_dim = query.shape[-1]
    scores = query @ key.swapaxes(-1, -2) / np.sqrt(head_dim)  # (…, n, m)
    weights = al.softmax(scores, axis=-1)  # every row sums to 1
    return weights @ value, weights  # (…, query_len, value_dim)


rng = np.random.default_rng(0)
query = rng.standard_normal((3, 4))  # 3 queries
key = rng.standard_normal((5, 4))  # 5 keys of the same width
value = rng.standard_normal((5, 2))  # 5 values, any width
output, weights = attend(query, key, value)
print("weights", weights.shape, " output", output.shape)

heads = [rng.standard_normal((8, 6, n, 4)) for n in (3, 5, 5)]
print("a batch of 8 with 6 heads:", attend(*heads)[0].shape)

# %%
for i in range(3):  # the loop of section 2, for every query
    row = [sum(q * k for q, k in zip(query[i], k_j)) / 2 for k_j in key]
    e = np.exp(row)
    np.testing.assert_allclose(output[i], e / e.sum() @ value)
np.testing.assert_allclose(
    output, al.scaled_dot_product_attention(query, key, value)
)
print("loop, matrix form and library agree")

# %% [markdown]
# Two shapes to remember, since they are asked: the weights are
# **query_len × key_len**, and the output has the **queries'** length and the
# **values'** width. Nothing forces query_len and key_len to be equal, and any
# leading axes (batch, heads) come along: `swapaxes(-1, -2)`, not `.T`.
#
# ## 4 Edit Q, K and V
#
# Below, six words attend to each other. Their numbers are made up; in a trained
# model they would follow from its learned matrices. Every cell of **Q**, **K** and **V** can be
# changed: type over it, drag it sideways, or press Alt+↑/↓. Hover over a cell
# of **W** to see its arithmetic; click to pin it, Esc to let go. Type your own
# words, too.
#
# First two predictions.

# %%
display(ask("02-edit-value"))
ask("02-triple-query")

# %%
AttentionEditor(
    goal={
        "text": "give “mat” more than 0.9 of row “sat”, changing only Q.",
        "query": 2,
        "key": 5,
        "above": 0.9,
    },
)

# %% [markdown]
# Guess first, then try:
#
# 1. **Both predictions.** Change a number of V: only O moves. Multiply the four
#    numbers of “cat” in Q by 3: its row of W sharpens, the others stay.
# 2. **The task** above the editor. One direction that works is the one in which
#    the *key* of “mat” points: the dot product with it grows fastest that way.
# 3. **A negated key.** Change the sign of all numbers of one key and watch its
#    *column* of W.
# 4. **÷√head_dim off.** Every row gets sharper; no winner changes.
# 5. **The temperature.** At 0.1 each row is nearly one-hot: a lookup. At 10 it
#    is nearly flat: a plain average. $\sqrt{d_k}$ is a fixed temperature.
#
# *Copy as Python* gives you the cell that computes what you see.
#
# ## 5 Softmax, computed safely
#
# A **score** is a raw comparison and can be any number. A **weight** is what
# softmax makes of it, $w_j = e^{s_j} / \sum_k e^{s_k}$: positive, summing to 1
# along the row, in the same order as the scores, and differentiable. Three
# other ways to "normalise" each lack one of these:

# %%
scores = np.array([2.0, 1.0, -1.0])
show("softmax", al.softmax(scores))
show("divide by the sum", scores / scores.sum())
show("absolute values", abs(scores) / abs(scores).sum())
show("argmax", (scores == scores.max()).astype(float))
for kind in (np.float16, np.float32, np.float64):
    limit = math.log(np.finfo(kind).max)
    print(f"{kind.__name__}: exp overflows above {limit:.1f}")

# %% [markdown]
# Dividing by the sum gives negative weights; absolute values lose the order;
# argmax is right about the winner, but its slope is 0 wherever it has one: no
# gradient tells Q and K how to improve.
#
# The page's softmax overflowed because $e^{1000}$ is beyond every floating-point
# type, as the last three lines show. The cure is exact: subtract the row's
# maximum $m$ first.
#
# $$\frac{e^{s_j - m}}{\sum_k e^{s_k - m}}
# = \frac{e^{s_j}\,e^{-m}}{e^{-m}\sum_k e^{s_k}} = \frac{e^{s_j}}{\sum_k e^{s_k}}$$
#
# Now the largest exponent is 0, so nothing can overflow, and the sum is at
# least 1, so nothing is divided by 0.
#
# **Exercise 1.** Write `stable_softmax(x, axis=-1)` for arrays of any shape.
# It must survive `[1000, 3]`, and normalise along `axis`, each row on its own.
#
# <details><summary>Hint</summary>
#
# `np.max` and `np.sum` take `axis=` and `keepdims=True`, which leaves a shape
# that broadcasts against `x`.
# </details>


# %%
def stable_softmax(x, axis=-1):
    x = np.asarray(x, dtype=float)
    ### BEGIN SOLUTION
    shifted = x - x.max(axis=axis, keepdims=True)
    exponentials = np.exp(shifted)
    return exponentials / exponentials.sum(axis=axis, keepdims=True)
    ### END SOLUTION


# %% tags=["check"]
practice.check_stable_softmax(stable_softmax)

# %% [markdown]
# ## 6 Three words
#
# Three words, with two numbers each for query and key.

# %%
ask("02-symmetric")

# %%
words = examples.TRAP_TOKENS
q, k = examples.TRAP_QUERY, examples.TRAP_KEY
trap_scores = al.scores(q, k)
trap_weights = al.softmax(trap_scores)
display(views.matrix_table(q, words, title="query", axes="query ↓"))
display(views.matrix_table(k, words, title="key", axes="key ↓"))
with views.folded():
    display(views.matrix_table(trap_scores, words, words, title="scores"))
    display(views.weights_table(trap_weights, words))
    show("row sums", trap_weights.sum(axis=1))
    show("column sums", trap_weights.sum(axis=0))
    print("symmetric?", np.allclose(trap_weights, trap_weights.T))

# %% [markdown]
# Read off these nine weights, each against a common belief:
#
# - **Rows sum to 1; columns do not** (.847, .847, 1.306). Some words receive
#   more attention in all than others.
# - **W is not symmetric**, although the scores are: each row is divided by its
#   own sum.
# - **A word need not attend to itself most.** “red” gives itself .198, the
#   *lowest* weight of its row: its query is (1, 0), its key (0, 1).
# - **Weights are not scores.** The first row and the last both hold the score
#   0.71; it becomes .401 in one and .248 in the other.
#
# ## 7 Why divide by the root
#
# If the components of q and k are independent, with mean 0 and variance 1,
# then each product $q_c k_c$ has mean 0 and variance 1, and the sum of $d_k$ of
# them has variance $d_k$. (With component variance $\sigma^2$, q and k each
# contribute a factor $\sigma^2$: $\sigma^4 d_k$.)

# %%
ask("02-spread")

# %%
rng = np.random.default_rng(0)
dims, pairs = (4, 16, 64, 256, 1024), {}
for head_dim in dims:  # 500 queries, each with 10 keys of its own
    q = rng.standard_normal((500, 1, head_dim))
    k = rng.standard_normal((500, 10, head_dim))
    pairs[head_dim] = (q @ k.swapaxes(-1, -2))[:, 0], k
with views.folded():
    print("d_k          ", *(f"{d:6}" for d in dims))
    print("std of q·k   ", *(f"{pairs[d][0].std():6.1f}" for d in dims))
    print("root of d_k  ", *(f"{math.sqrt(d):6.1f}" for d in dims))

# %% [markdown]
# The spread follows $\sqrt{d_k}$. What matters is what a wide spread does to
# the weights, and to learning. Weight $i$ reacts to score $j$ by
# $\partial w_i/\partial s_j = w_i(\delta_{ij} - w_j)$, the matrix
# $\mathrm{diag}(w) - ww^\top$. Its entries are at most ¼ (on the diagonal
# $w(1-w)$, elsewhere $w_iw_j$ with $w_i + w_j \le 1$), and all of them vanish as
# w becomes one-hot. So a wish $g$ of the later layers about the weights reaches
# the scores as $w \odot (g - w\cdot g)$, and the query through the keys:


# %%
def effect(products, k, scale, g):
    w = al.softmax(products * scale)
    entropy = -(w * np.log(w + 1e-300)).sum(axis=-1).mean()
    at_scores = w * (g - (w * g).sum(axis=-1, keepdims=True))
    at_query = scale * (at_scores[:, None] @ k)[:, 0]
    length = np.linalg.norm(at_query, axis=-1)
    return w.max(axis=-1).mean(), entropy, np.median(length), length.mean()


g = rng.standard_normal((500, 10))  # what later layers ask of the weights
print(f"{'':7}  d_k   max w  entropy  gradient at q: median  mean")
for name, power in (("raw", 0), ("÷ √d_k", -0.5), ("÷ d_k", -1)):
    for d in dims:
        top, spread, typical, mean = effect(*pairs[d], d**power, g)
        row = f"{top:8.2f}{spread:9.2f}{typical:24.4f}{mean:6.2f}"
        print(f"{name:7}{d:5}{row}")

# %% [markdown]
# *max w* is the largest weight of a row, averaged over the rows; *entropy* is 0
# where one key takes everything and ln 10 = 2.30 where all ten share evenly.
# Read one block at a time:
#
# - **raw**: at $d_k = 1024$ one key takes almost everything: the softmax is
#   *saturated*. For a typical query (the median) next to no gradient is left,
#   while a few queries, whose two best keys tie, get huge pushes (the mean).
# - **÷ √d_k**: weights, entropy and gradient stay the same at every width.
# - **÷ d_k**: the entropy nears its limit, all weights alike: attention is
#   switched off, and the gradient shrinks with the width.
#
# So the scale does **not** make the weights sum to 1 (softmax does), and is not
# there for speed. The variance argument is in footnote 4 of Vaswani et al.
# (2017, §3.2.1); that large products push softmax into regions of small
# gradients, the authors write, they *suspect*. The table is a measurement with
# random numbers, that is, of the start of training.
#
# "The gradient of softmax attention never vanishes", as a widely read book had
# it (*Dive into Deep Learning*, "Queries, Keys, and Values", a stored version,
# 23d7a5a), is false. And **which d?** The key width of **one head**; not the
# model's width, not the sequence length. The code of a well-known lecture
# (a stored version) divided by the root of its *model* width, 384, where the
# heads had 64.

# %%
for scores in ((2.0, 1.0, 0.0), (20.0, 10.0, 0.0)):
    w = al.softmax(scores)
    jacobian = np.diag(w) - np.outer(w, w)
    print(f"scores {scores}: largest entry {abs(jacobian).max():.6f}")
print(f"scores √(384/64) = {math.sqrt(384 / 64):.2f} times too small:")
print(published("lecture-scale-dmodel").cite())

# %% [markdown]
# ### Does it matter in a real model?
#
# Britz et al. (2017) trained translators with a dot-product score, called
# *multiplicative* there and not scaled, and with an *additive* one, a small
# network (section 10). Vaswani et al. cite them where they explain the scaling.

# %%
print("BLEU on newstest2013, by width   128    256    512   1024")
for kind in ("multiplicative", "additive"):
    row = [published(f"britz-{kind}-{d}") for d in (128, 256, 512, 1024)]
    notes = ["*" if figure.mark == "T" else " " for figure in row]
    cells = (f"{f.value:6.2f}{n}" for f, n in zip(row, notes))
    print(f"{kind:28}", *cells, sep="")
print("* from a transcription")
print(f"{row[0].source} ({row[0].year}), {row[0].table}")

# %% [markdown]
# The *unscaled* dot product falls behind at width 1024; the additive score does
# not. One experiment on one task: it fits the argument and does not prove it.
#
# ## 8 Write it yourself
#
# **Exercise 2.** The whole of it: scores, scale, mask, softmax, average.
# `mask` is boolean with **True = may attend**, or None. A query that may attend
# to nothing gets weights 0 and output 0. It is tested with large scores too.
# Return `(output, weights)`, with NumPy alone.
#
# <details><summary>Hint 1</summary>
#
# `np.where(mask, scores, -np.inf)` hides; e^−∞ is exactly 0.
# </details>
# <details><summary>Hint 2</summary>
#
# In a fully hidden row the maximum is −∞, and −∞ − (−∞) is NaN. Replace such a
# maximum by 0, and a sum of 0 by 1.
# </details>


# %%
def scaled_dot_product(query, key, value, mask=None):
    query, key, value = map(np.asarray, (query, key, value))
    ### BEGIN SOLUTION
    scores = query @ key.swapaxes(-1, -2) / np.sqrt(query.shape[-1])
    if mask is not None:
        scores = np.where(mask, scores, -np.inf)
    peak = scores.max(axis=-1, keepdims=True)
    e = np.exp(scores - np.where(np.isneginf(peak), 0, peak))
    total = e.sum(axis=-1, keepdims=True)
    weights = e / np.where(total == 0, 1, total)
    return weights @ value, weights
    ### END SOLUTION


# %% tags=["check"]
practice.check_scaled_dot_product(scaled_dot_product)

# %% [markdown]
# ## 9 Masks
#
# A mask says which query may attend to which key. It acts on the **scores**,
# before the softmax: hidden ones become −∞, e^−∞ = 0, and the rest of the row
# shares the whole weight.
#
# - A **causal** mask is for models that predict the next word: a position sees
#   itself and everything before it. It is needed in *training*, where all
#   positions are computed at once and each answer stands one place to the right.
# - A **padding** mask hides made-up **keys** from everybody. It does not hide
#   query rows: a row with nothing to see has nothing to average.

# %%
ask("02-causal-first")

# %%
AttentionEditor(mask="causal")

# %% [markdown]
# Look at row “cat”: two visible keys, the rest hatched. Click a ✓ or −∞ in the
# mask to change single cells; hide a whole row and read what the derivation
# says. Choose *padding* and see a **column** disappear. Often both are needed:
# `al.combine_masks(al.causal_mask(6), al.padding_mask(5, 6))` is their AND.
#
# In this library, as in PyTorch's `scaled_dot_product_attention`, **True = may
# attend**. In `torch.nn.MultiheadAttention` True means the opposite. Never
# guess: test.
#
# ### Where to put it, and what to fill in

# %%
visible = np.array([True, True, False])
for hidden_score in (3.0, 5.0):
    scores = np.array([1.0, 2.0, hidden_score])
    before = al.softmax(np.where(visible, scores, -np.inf))
    after = al.softmax(scores) * visible
    print("hidden score", hidden_score)
    show("  masked before the softmax", before, f" sum {before.sum():.3f}")
    show("  masked after the softmax", after, f" sum {after.sum():.3f}")

# %% [markdown]
# Masking *after* the softmax leaves a row that no longer sums to 1, and the
# hidden key still sits in the denominator: another score of its, and the visible
# weights change. That is a leak.
#
# Now the fill. Published code uses at least four:

# %%
for name in ("rasbt", "annotated-transformer", "d2l", "uva"):
    fill = published(f"mask-fill-{name}")
    print(f"{fill.text:>5}  {fill.source}")
ask("02-filled-row")

# %%
hidden = np.zeros(3, dtype=bool)  # nothing may be attended to
s = np.array([1.0, 2.0, 3.0])
with views.folded(), np.errstate(invalid="ignore", over="ignore"):
    e = np.exp(np.where(hidden, s, -np.inf))
    show("fill −inf, plain softmax", e / e.sum())
    show("fill −1e9", al.softmax(np.where(hidden, s, -1e9)))
    show("add −1e9 in float64", al.softmax(s - 1e9))
    s32 = s.astype(np.float32)
    show("add −1e9 in float32", al.softmax(s32 - np.float32(1e9)))
    show("−1e9 as float16", np.float16(-1e9))
    show("attention_lib", al.softmax(np.where(hidden, s, -np.inf)))

# %% [markdown]
# In a row with a visible key, and with scores of ordinary size, all fills agree.
# In a **fully masked row** each breaks in its own way:
#
# - **−∞**: 0/0, NaN, which spreads through everything after it. PyTorch has
#   had this reported for years (issues #41508 and #103963); in version 2.13 on
#   a CPU `scaled_dot_product_attention` gives 0, as we do, and
#   `MultiheadAttention` still gives NaN when it returns its weights (measured
#   in `tests/peers`).
# - *Filling* with **−1e9**: three equal scores, so ⅓ each. No error, and an
#   average of padding.
# - *Adding* **−1e9** in float64: a shift of the whole row, which cancels. The
#   mask vanishes. In float32 the scores drown in it, and ⅓ each comes back.
# - float16 cannot hold −1e9 at all: it *is* −∞ there.
#
# Decide, and document it. `attention_lib` fills with −∞ and sets an empty row
# to 0.
#
# **Exercise 3.** `causal_mask(query_len, key_len)`: boolean, True = may attend,
# query *i* sees key *j* where *j* ≤ *i*. Either length may be the larger.
#
# <details><summary>Hint</summary>
#
# Compare `np.arange(key_len)` with `np.arange(query_len)[:, None]`: a row
# against a column gives a matrix.
# </details>


# %%
def causal_mask(query_len, key_len):
    ### BEGIN SOLUTION
    return np.arange(key_len) <= np.arange(query_len)[:, None]
    ### END SOLUTION


# %% tags=["check"]
practice.check_causal_mask(causal_mask)

# %% [markdown]
# **The bug that looks right.** `triu(diagonal=1)` is True for the *future*.
# Code written for "True = ignore" passed such a mask to a function that reads
# "True = may attend", and its tests stayed green: a stored version of a bonus
# chapter of *LLMs from scratch*. With equal scores at length 4:

# %%
inverted = np.triu(np.ones((4, 4), dtype=bool), k=1)
print(al.softmax(np.where(inverted, 0.0, -np.inf)).round(3))
print(published("inverted-causal-mask").cite())

# %% [markdown]
# Every word attends only to what it must not see, and the last one to nothing
# (NaN with a plain softmax; 0 here). No shape is wrong. What finds it is one
# question: *do the outputs of early words move when I edit a late one?*
#
# ## 10 Cost, and other scores
#
# For n tokens of width d, the scores take n²d multiplications and the average
# another n²d; the projections that make Q, K, V and the output take 4nd².
# Twice as long a text, four times the scores:

# %%
for n in (512, 1024, 2048, 4096):
    mixing, projections = 2 * n**2 * 1024, 4 * n * 1024**2
    megabytes = n * n * 4 / 1e6
    print(
        f"n {n:5}: mixing/projections {mixing / projections:4.2f}, "
        f"one float32 weight matrix {megabytes:6.1f} MB"
    )

# %% [markdown]
# At width 1024 both take as many multiplications at n = 2048: in general at
# **n = 2d**. Below that the projections are the larger part. Memory is a matter
# of its own: one such matrix per head and layer, if it is stored. A recurrent
# layer needs of the order of nd² and n steps one after the other; attention
# n²d and one step, so it is the cheaper one where n < d (Vaswani et al. 2017,
# table 1 and §4).
#
# **Cosine?** A dot product is not a cosine: make one key five times as long and
# every score with it grows fivefold. **Additive?** Bahdanau's score is a small
# network, $v^\top\tanh(W_q q + W_k k)$, not a similarity. With both matrices the
# identity and v = (1, 1), the key *at a right angle* to the query wins:

# %%
q, v = np.array([1.0, 0.0]), np.ones(2)
three = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]])
additive = np.tanh(q + three) @ v
show("additive scores", additive)
show("their weights", al.softmax(additive))
show("dot-product scores", three @ q)
show("their weights", al.softmax(three @ q))

# %% [markdown]
# So which is better? For small $d_k$ the two do about equally well; for large
# $d_k$ the additive score does better than the *unscaled* dot product; and the
# dot product is much faster in practice, being one matrix product (Vaswani et
# al. 2017, §3.2.1).
#
# ## 11 Spot the bug
#
# `suspicious` runs, its shapes are right, and its heatmap looks plausible.
# Decide what is wrong **before** you look at the laws.


# %%
def correct(query, key, value, mask=None):
    return al.scaled_dot_product_attention(
        query, key, value, mask=mask, return_weights=True
    )


def suspicious(query, key, value, mask=None):
    scores = query @ key.swapaxes(-1, -2) / np.sqrt(query.shape[-1])
    if mask is not None:
        scores = np.where(mask, scores, -np.inf)
    weights = al.softmax(scores, axis=-2)
    return weights @ value, weights


# %%
with views.folded("Decided what is wrong? Click to see the laws."):
    for attention in (correct, suspicious):
        table = laws.check_laws(laws.layer_from_attention(attention))
        print(attention.__name__, "breaks", table.broken or "no law")
        for report in table:
            if report.holds is False:
                print(textwrap.fill(f"- {report.sentence}", 79))

# %% [markdown]
# Each **law** is a short statement that holds for every correct attention: edit
# something, and say what must move or stay. (Tokens are counted from 0.)
#
# <details><summary>What is wrong, and what is the repair?</summary>
#
# The softmax runs over the **queries** (axis −2). So columns sum to 1 instead
# of rows, and every query's weights depend on all other queries, later ones
# included: the future leaks in spite of the mask. Repair: `axis=-1`, over the
# keys.
# </details>
#
# ## 12 Say it in 60 seconds
#
# Close your eyes and answer aloud: *How does scaled dot-product attention
# work?* Then tick, one point each:
#
# - **D** – definition: dot products, scale, softmax, weighted average
# - **W** – why: the variance argument for $\sqrt{d_k}$
# - **N** – number or shape: weights are query_len × key_len; rows sum to 1
# - **T** – trade-off: n²d work, n² memory; saturation without the scale
# - **C** – check: "I would edit a later token and see that earlier outputs stay"
#
# <details><summary>A model answer</summary>
#
# "Every query is compared with every key by a dot product, so QKᵀ gives a
# query_len × key_len matrix of scores. I divide by the root of the head's key
# width, because for independent components of variance 1 the dot product has
# variance d_k; without it the softmax saturates as d_k grows: with 1,024
# dimensions one of ten keys takes nearly all the weight, and a typical query
# gets next to no gradient. A mask sets forbidden scores to minus infinity.
# Softmax over the keys makes each row positive with sum 1, and the output is
# that average of the values. It costs n²d, and n² memory if the weights are
# kept. I would check it by editing a
# later token under a causal mask: earlier outputs must not move."
# </details>
#
# ## 13 What interviewers ask next
#
# <details><summary>Derive Var(q·k).</summary>
#
# Each product has mean 0 and variance E[q²]E[k²] = 1; independent terms add
# their variances, so d_k. With component variance σ²: σ⁴·d_k.
# </details>
# <details><summary>Does a bias on the keys matter? On the queries?</summary>
#
# q·(k + b) = q·k + q·b: the same q·b for **every** key of the row, a shift,
# and softmax removes it. (q + b)·k adds b·k, which differs from key to key: it
# matters. The next cell shows both.
# </details>
# <details><summary>Are W_Q and W_K unique?</summary>
#
# No. For any invertible M, QM and KM⁻ᵀ give the same scores:
# QM(KM⁻ᵀ)ᵀ = QMM⁻¹Kᵀ.
# </details>
# <details><summary>Can a query attend to nothing?</summary>
#
# Not with a plain softmax: a row sums to 1. Only a mask with a rule for empty
# rows gives 0.
# </details>
# <details><summary>What does a factor in front of the scores do?</summary>
#
# It is an inverse temperature: to infinity gives argmax, to 0 the plain
# average. 1/√d_k is one fixed choice.
# </details>
# <details><summary>Can softmax be computed without seeing the whole row first?</summary>
#
# Yes: keep a running maximum m and a running sum ℓ; when m grows, multiply ℓ
# and the partial output by e^(m_old − m_new). The result is exact.
# </details>
# <details><summary>So what does FlashAttention change?</summary>
#
# Not the result and not the order of the arithmetic, n²d: it is exact (Dao et
# al. 2022, abstract). It works in tiles with the online softmax above, so that
# the n × n matrix is never written to slow memory.
# </details>
# <details><summary>What if training makes q and k long?</summary>
#
# The scale is fixed, the products grow with |q||k|, and the softmax saturates
# after all. One remedy is a cap: c·tanh(s/c) keeps every score within ±c
# (`softcap=` in this library).
# </details>

# %%
rng = np.random.default_rng(2)
q, k, b = (rng.standard_normal(shape) for shape in ((3, 4), (5, 4), 4))
base = al.softmax(al.scores(q, k))
m = rng.standard_normal((4, 4))
for change, q2, k2 in (
    ("a bias on the keys", q, k + b),
    ("a bias on the queries", q + b, k),
    ("M and its inverse", q @ m, k @ np.linalg.inv(m).T),
):
    same = np.allclose(al.softmax(al.scores(q2, k2)), base)
    print(f"{change:22} {'changes nothing' if same else 'changes W'}")

# %% [markdown]
# ## 14 Make your own control
#
# Everything here is ordinary Python, so you can build such a picture yourself:
# an ipywidgets slider, a Matplotlib figure, and one function that joins them.
# `views.Picture` adds the sentence that says what to see; it is read aloud by
# screen readers and compared by this notebook's tests.


# %%
def draw(head_dim):
    q, k = np.random.default_rng(1).standard_normal((2, 5000, head_dim))
    figure, axes = plt.subplots(figsize=(6, 2.4), layout="tight")
    axes.hist((q * k).sum(axis=1), bins=60, range=(-60, 60))
    axes.set(xlabel="q·k", ylabel="pairs", title=f"head_dim {head_dim}")
    spread = (q * k).sum(axis=1).std()
    return views.Picture(figure, f"head_dim {head_dim}: std {spread:.1f}")


slider = widgets.IntSlider(16, 1, 512, description="head_dim")
view = PictureView(draw(slider.value))
slider.observe(lambda change: view.show(draw(change.new)), "value")
display(slider)
view

# %% [markdown]
# Move the slider: the hill widens with the root of head_dim.
#
# ## Sources
#
# - Vaswani et al. (2017), *Attention Is All You Need*: equation 1; §3.2.1 with
#   footnote 4 (scaling, additive against dot product); §3.2.3 (masking inside
#   the softmax); table 1 and §4 (cost).
# - Dao et al. (2022), *FlashAttention*: abstract.
# - Britz et al. (2017), *Massive Exploration of Neural Machine Translation
#   Architectures*: the attention table.
# - PyTorch issues #41508 and #103963 (fully masked rows); LLMs-from-scratch
#   issue #1061 (inverted mask). Code that is named here was read in a stored
#   version and may have been corrected since.
# - Everything else was computed in the cells above.
#
# Tomorrow, in two days and in a week: say the 60 seconds again, without looking.
