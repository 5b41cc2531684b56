# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # What does multi-head attention do for the Transformer on NLP tasks?
#
# > **In one sentence.** One attention head gives each position *one* weighted
# > average; several heads give it several, from different places, at the same
# > number of parameters. How much that helps depends on how many things a position
# > has to collect at once.
#
# **▶ First choose *Run → Run All Cells*.** It takes some seconds and brings
# the widgets on this page to life. Then come back up here and read.
#
# Afterwards you can
#
# - write multi-head attention in under 20 lines, and know the slow form it equals,
# - show by a small task what a second head can do, and what it cannot,
# - say what the number of heads changes, with numbers from a paper and your own,
# - read the 72 heads of a real model, and see which famous picture it does not show,
# - say what is measured for translation, question answering and summarization,
#   and what is not,
# - size a key–value cache, and say what grouped queries save.
#
# About 105 minutes for the sections marked ●, 75 more for the rest (estimated
# by a reader):
# [1 An answer, taken apart](#1-An-answer,-taken-apart) ● 6 ·
# [2 One row, one average](#2-One-row,-one-average) ● 11 ·
# [3 Write it](#3-Write-it) ● 32 ·
# [4 What heads cost](#4-What-heads-cost) ● 5 ·
# [5 How many heads?](#5-How-many-heads?) ● 16 ·
# [6 What a narrow head can do](#6-What-a-narrow-head-can-do) 8 ·
# [7 The whole Transformer](#7-The-whole-Transformer) 14 ·
# [8 Heads in a real model](#8-Heads-in-a-real-model) ● 19 ·
# [9 Take heads away](#9-Take-heads-away) 14 ·
# [10 Three tasks](#10-Three-tasks) ● 12 ·
# [11 Writing word by word](#11-Writing-word-by-word) 25 ·
# [12 Say it in 60 seconds](#12-Say-it-in-60-seconds) ● 5 ·
# [13 What interviewers ask next](#13-What-interviewers-ask-next) 14
#
# Where a prediction is asked, commit first; the answer is folded, and the text
# that follows discusses it.

# %% tags=["long"]

import numpy as np
from IPython.display import display

import attention_lib as al
from attention_lib import laws, practice, views, widgets
from attention_lib.models import (
    PATTERNS,
    example_story,
    famous_picture,
    find_heads,
    head_evidence,
    heads_mean,
    heads_summary,
    heads_values,
    load_rooms,
    load_summary,
    load_translator,
    looking_share,
    pronoun_pairs,
    train_pair,
)
from attention_lib.practice.buggy_heads import BUGGY_HEADS
from attention_lib.published import published_table
from attention_lib.reference_layer import reference_layer
from attention_lib.widgets import ask

rng = np.random.default_rng(0)


def show(label, numbers, note=""):
    print(f"{label:32}{np.round(numbers, 3)}{note}")


# %% [markdown]
# ## Before you start: three things from earlier notebooks
#
# Answer aloud, then look.
#
# <details><summary>What is one row of the weights, and what must it sum to?</summary>
#
# How one query shares its attention among all keys. It sums to 1: a query that
# looks more at one key looks less at the others.
# </details>
# <details><summary>Why divide by √d_k, and which d is it?</summary>
#
# So that scores keep variance 1 whatever the width. It is the width of one
# **head's** keys, not of the model.
# </details>
# <details><summary>What makes self-attention out of cross-attention?</summary>
#
# One source: Q, K and V are three projections of the same sequence.
# </details>
#
# ## 1 An answer, taken apart
#
# The page of interview answers that this course began from says, in short:
# multi-head attention lets the model attend *at the same time to information from
# different representation subspaces at different positions*. It captures several
# aspects, such as syntax and meaning, in parallel; this gives a more comprehensive
# understanding and *significantly* improves many NLP tasks. Its code, in Python,
# beside a real layer:


# %%
def page_multi_head(inputs):
    # the page's own comment: each "head" would focus on different aspects
    return inputs


real_multi_head = al.MultiHeadAttention.init(rng, 8, num_heads=2)

x = rng.standard_normal((5, 8))
edited = x.copy()
edited[4] += 1  # edit the last word, watch the first
for name, layer in (("page", page_multi_head), ("real", real_multi_head)):
    moved = abs(layer(edited) - layer(x))[0].max()
    print(f"{name}: returns its input:", np.array_equal(layer(x), x), end=", ")
    print(f"word 1 moves by {moved:.3f}")
print(
    "numbers that the real one learns:", al.count_parameters(real_multi_head)
)

# %% [markdown]
# | the page's answer | verdict | where you will see it |
# |---|---|---|
# | different subspaces, different positions, at the same time | **right**; it is nearly Vaswani et al. (2017), §3.2.2 | sections 2, 3 |
# | captures syntax and meaning | **overstated**: no head is given a job. Some heads of a trained model follow such a pattern; half of them look mostly at the first mark | section 8 |
# | in parallel | **right**: one matrix product for all heads, at the cost of one | sections 3, 4 |
# | a more comprehensive understanding | **unmeasurable** as it stands; what can be measured is in sections 5 and 9 |
# | significantly better on many tasks | **depends on the task**: nearly everything, something or nothing | sections 5, 10 |
# | the code | **broken**: it returns its input, without one head | above |
#
# ## 2 One row, one average
#
# A softmax row sums to 1. If a position needs *two* words, one head must share its
# attention between them, and what arrives is a mixture. So let us build a task that
# needs two words at one position, as small as it gets.
#
# **The pair task.** Eight tokens, drawn from ten. At every position from the third on
# the model must tell two things from the *same* output vector: the **previous** token and
# the **first** token. Queries and keys see positions only, values see tokens only. One
# attention layer and nothing else: no residual, no feed-forward part; each answer is
# read off the output by one matrix. 5,312 learned numbers.

# %%
display(ask("04-pair"))
widgets.LiveTraining("pair", heads=(1, 2), shipped=False)

# %% [markdown]
# Press *Train*. The training happens now, in this notebook's Python: hand-written
# gradients in `attention_lib/grad.py`, and Adam. Each point is measured on new
# sequences. Then try other seeds: does one head always choose the same token? (*Shipped
# starts* adds runs that were made earlier.)
#
# The same without the widget; and below it the results of more starts, for this
# *position-only* routing and for one where queries and keys see the tokens as well.
# (*Solved* means at least 95 % right.)

# %%
for heads in (1, 2):
    network, lesson = train_pair(heads, seed=0)
    *_, progress = lesson  # drawn to its end: every step changes the network
    right = [share > 0.95 for share in progress.accuracy.values()]
    print(f"{heads} head(s): {sum(right)} of 2 questions answered")

print("\nshipped results, ten starts each")
for routing in ("position-only", "content-aware"):
    for heads in (1, 2):
        print(f"{routing:14} {heads} head(s): solved", end="")
        for name in ("previous", "first"):
            point = heads_summary(f"pair, {routing}", name)[heads]
            print(f"  {name} {point['solved']} of {point['runs']}", end="")
        print()

# %% [markdown]
# One head answers one of the two, and which one depends on the start. Two heads
# answer both: each looks at one place.
#
# **And now the caveat**, the lines *content-aware*. (`python -m training.heads.all`
# makes these results.) A single head that sees content solves both: its weights now
# depend on the tokens, so it can, for instance, hide information in how it mixes. And
# even with position-only routing a *mixture* is not yet a loss: from 0.7 of one vector
# and 0.3 of another a network behind the attention could tell both. This model has
# none. Therefore "one head cannot look up two things" is **false in general**. What
# two heads buy is *independent routing*: the easy way becomes possible. Vaswani et al.
# say it as carefully: with one head, averaging "inhibits" this (§3.2.2).
#
# ## 3 Write it
#
# A row of weights by hand, first. Three tokens of width 4, projections left out:
# the first two numbers belong to head 1, the last two to head 2.

# %%
tokens = np.array([[1.0, 0, 0, 1], [0, 1, 1, 0], [1, 1, 0, 0]])
eye = np.eye(4)  # in place of learned projections
for heads in (1, 2):
    layer = al.MultiHeadAttention(eye, eye, eye, eye, num_heads=heads)
    _, weights = layer(tokens, return_weights=True)
    for head in range(heads):
        name = f"head {head + 1} of {heads}, d_k = {4 // heads}"
        show(name, weights[head, 0], "  token 1 looks at tokens 1, 2, 3")

# %% [markdown]
# In head 1 token 1 asks with (1, 0). Tokens 1 and 3 both score 1, so they get the
# same weight; head 2 prefers token 1. One head of width 4 adds both products into one
# score: one row of weights, which ranks all tokens by the sum. (By hand for head 1:
# scores divided by √2 are 0.707, 0 and 0.707; $e^{0.707} = 2.028$; 2.028 / 5.056 =
# 0.401.)
#
# The definition (Vaswani et al. 2017, §3.2.2), for self-attention, and its letters in
# code:
#
# $$\mathrm{MultiHead}(X) = [\mathrm{head}_1; \ldots; \mathrm{head}_h]\,W_O
# \qquad \mathrm{head}_i = \mathrm{Attention}(XW_Q^i, XW_K^i, XW_V^i)$$
#
# | math | code | shape |
# |---|---|---|
# | $h$ | `num_heads` | |
# | $d_k = d_{model}/h$ | `head_dim` | |
# | $W_Q^i$ | d_k columns of `w_query` for each head | model_dim × head_dim |
# | $W_Q, W_K, W_V, W_O$ | `w_query`, `w_key`, `w_value`, `w_output` | model_dim × model_dim |
#
# (Vaswani et al. take d_v = d_k; model_dim must be a multiple of num_heads.)
#
# **Exercise 1.** `split(x, num_heads)`: from (…, length, width) to
# (…, num_heads, length, width / num_heads); `merge(heads)` is its inverse.
#
# <details><summary>Hint</summary>
#
# Cut the last axis in two, `(…, length, num_heads, head_dim)`, then swap two axes.
# A batch may stand in front, or not. For `merge` go backwards: swap, then join the
# last two axes.
# </details>


# %%
def split(x, num_heads):
    ### BEGIN SOLUTION
    *batch, length, model_dim = x.shape
    pieces = x.reshape(*batch, length, num_heads, model_dim // num_heads)
    return pieces.swapaxes(-2, -3)
    ### END SOLUTION


def merge(heads):
    ### BEGIN SOLUTION
    side_by_side = heads.swapaxes(-2, -3)
    *batch, num_heads, head_dim = side_by_side.shape
    return side_by_side.reshape(*batch, num_heads * head_dim)
    ### END SOLUTION


# %% tags=["check"]
practice.check_split_heads(split, merge)

# %% [markdown]
# **The bug that has the right shape.** Reshape straight to (num_heads, length,
# head_dim), without the swap:

# %%
display(ask("04-reshape"))
x = np.array([[10, 11, 12, 13], [20, 21, 22, 23], [30, 31, 32, 33]])
with views.folded():
    print("split, head 1:", *al.split_heads(x, 2)[0].astype(int))
    print("reshape only: ", *x.reshape(2, 3, 2)[0])

# %% [markdown]
# Three tokens: 10…13, 20…23, 30…33. Reshaped only, "head 1" holds both halves of
# token 1 and one half of token 2: it cuts the *sentence*, not the vectors. No error
# is raised, and the shapes fit. Three bugs that were published, as whole layers; the
# **laws** at work on them (what any attention must keep, notebook 03), and one edit to see with your own eyes (causal, six tokens):

# %%
layers = {"reference": reference_layer}
layers |= {name: bug.layer for name, bug in BUGGY_HEADS.items()}
x = rng.standard_normal((1, 6, 32))
for name, layer in layers.items():
    print(f"{name}: laws broken:", *laws.check_laws(layer).broken or ["none"])
    for token in (1, 6):
        edited = x.copy()
        edited[0, token - 1] += 1
        before, after = layer(x, causal=True)[0], layer(edited, causal=True)[0]
        rows = np.flatnonzero(abs(after - before)[0].max(axis=-1) > 1e-9) + 1
        print(f"  token {token} edited, rows that move:", *rows)

# %% [markdown]
# - *heads_by_reshape* (a library of recommender models until 2022): tokens are shared
#   out among the heads, and tokens 3 to 6 never hear of token 1.
# - *merge_by_reshape* (a tutorial until 2026; its test of training was green): rows 2,
#   3 and 5 get pieces of token 6. The future leaks under a correct causal mask.
# - *heads_of_slices* keeps **all** laws, and is still not multi-head attention: each head
#   sees its own slice of the *input* only. Laws say what must hold of any
#   attention; they do not say how much a layer can do.
#
# **Exercise 2, a task that candidates report from interviews.** The whole layer, in
# under 20 lines of NumPy: `multi_head_attention(x, w_query, w_key, w_value, w_output,
# num_heads)` for x of shape (…, length, model_dim). `al.softmax` is allowed, and `al.split_heads` and
# `al.merge_heads` stand for exercise 1; write the rest.
#
# <details><summary>Hint 1</summary>
#
# Project the **whole** x three times. Split the results. Attend in all heads at
# once: `@` and `al.softmax` work on the last two axes.
# </details>
# <details><summary>Hint 2</summary>
#
# Transpose the keys by `swapaxes(-1, -2)`. Divide by the root of the *head's* width,
# which is the width of the projected queries divided by `num_heads`.
# Merge, then multiply by `w_output`.
# </details>


# %%
def multi_head_attention(x, w_query, w_key, w_value, w_output, num_heads):
    ### BEGIN SOLUTION
    query, key, value = (
        al.split_heads(x @ matrix, num_heads)
        for matrix in (w_query, w_key, w_value)
    )
    scores = query @ key.swapaxes(-1, -2) / np.sqrt(query.shape[-1])
    heads = al.softmax(scores) @ value
    return al.merge_heads(heads) @ w_output
    ### END SOLUTION


# %% tags=["check"]
practice.check_multi_head(multi_head_attention)

# %% [markdown]
# **Slow and clear, or fused: the same numbers.** A loop over heads, each with its
# own columns of the matrices; and the fused version that libraries use. And two
# facts about $W_O$:


# %%
def loop_of_heads(x, layer):
    heads, head_dim = [], x.shape[1] // layer.num_heads
    for i in range(layer.num_heads):
        own = slice(i * head_dim, (i + 1) * head_dim)  # its columns
        query = x @ layer.w_query[:, own]
        key = x @ layer.w_key[:, own]
        value = x @ layer.w_value[:, own]
        weights = al.softmax(query @ key.T / np.sqrt(head_dim))
        heads.append(weights @ value)
    return np.concatenate(heads, axis=1) @ layer.w_output


x = rng.standard_normal((6, 8))
layer = al.MultiHeadAttention.init(rng, 8, num_heads=4)
fused, looped = layer(x), loop_of_heads(x, layer)
print("equal:", np.allclose(looped, fused, rtol=0, atol=1e-12))

# %%
each = al.head_outputs(layer, x)  # (4, 6, 8): what each head adds
print("concat·W_O = sum of heads:", np.allclose(each.sum(axis=0), fused))
print("mean of the heads instead:", np.allclose(each.mean(axis=0), fused))
moved = al.with_heads(layer, [2, 0, 3, 1])  # with their rows of W_O
print("heads in another order:   ", np.allclose(moved(x), fused))
changed = x.copy()
changed[:, 7] += 1  # far from the first two columns
before, after = (al.split_heads(y @ layer.w_key, 4)[0] for y in (x, changed))
print("head 1 sees column 8 of x:", not np.allclose(before, after))

# %% [markdown]
# - Heads are **concatenated and mixed by $W_O$**, not averaged. A concatenation times
#   a matrix is a *sum* of one linear map per head, so heads write into the output
#   independently (Elhage et al. 2021 build on this).
# - Their order means nothing, as long as each takes its rows of $W_O$ with it.
# - A head is **not a slice of the input vector**. Each head projects the *whole* x;
#   what is sliced is the projection.
#
# ## 4 What heads cost

# %%
display(ask("04-parameters"))
widgets.heads_dial().fold()

# %% [markdown]
# With $d_k = d_{model}/h$ the four matrices stay 512 × 512. Heads only say which columns
# belong together. The multiplications stay the same as well: h products of n × d_k
# with d_k × n are as many as one of n × d with d × n.
#
# What does grow is the number of *attention* weights: h · n², in memory and in softmaxes.
#
# ## 5 How many heads?
#
# A task nearer to language: **short stories, and a question.** Facts such as "Mary
# is in the kitchen" come one by one, people move, and then a question is asked:
# *where is Mary?* (one fact), or *the route from Mary to John?* (the rooms of two
# people, in order: **two facts at one position**). One layer, 10,544 learned numbers
# for each network; a training run takes a few seconds.
#
# Choose before you scroll: which number of heads is best?

# %%
display(ask("04-best-heads"))
race = widgets.LiveTraining("route", heads=(1, 2, 4, 8, 16, 32), shipped=False)
race

# %% [markdown]
# Train all six, then tick *shipped starts*: your dots appear among those of twenty
# starts that were made earlier. The next cell puts a published experiment beside it.

# %%
race.beside = "vaswani"
display(views.heads_curve(beside="vaswani"), views.heads_curve(steps=300))
print("heads  d_k  mean   lowest … highest  solved")
for heads, point in heads_summary().items():
    print(f"{heads:5}{32 // heads:5}{point['mean']:7.3f}", end="  ")
    print(f"{point['low']:.3f} … {point['high']:.3f}", end="   ")
    print(f"{point['solved']} of {point['runs']}")
for heads, point in heads_summary("route, four times the steps").items():
    print(f"{heads} heads, four times the steps: {point['mean']:.3f}", end="")
    print(f" ({point['low']:.3f} … {point['high']:.3f})")

# %% [markdown]
# See the same direction twice: too few heads are worse, and too many are a little
# worse. And see what is **not** the same: above, accuracy goes from a sixth to
# nearly everything, on a task that was made to need two facts at once; below, the
# quality of translation moves by 0.9 BLEU between one head and the best. In
# Vaswani's table 8 heads are **not** proven best: 16 have the same BLEU and a
# perplexity of 4.91 against 4.92; single runs, on the development set.
#
# The last picture shows the same networks in steps 201 to 300 of their 1,000, where 16 and
# 32 heads are far behind; and with 4,000 steps 32 heads nearly catch up (last lines).
# So what too many heads cost *here* is mostly **slower learning**. Whether that holds for
# Vaswani's 32 heads, his table cannot say.
#
# One head stands at 0.165, about a sixth, and there are
# six rooms. So where do the heads look?

# %%
one_head, two_heads = load_rooms(1), load_rooms(2)  # shipped, trained before
display(views.story_map(one_head), views.story_map(two_heads))
for network in (one_head, two_heads):
    for head, (first, second) in enumerate(looking_share(network), start=1):
        print(f"{network.num_heads} head(s), head {head}:", end=" ")
        print(f"first person's fact {first:.2f}, second's {second:.2f}")

stories = one_head.draw(4000, np.random.default_rng(1))
asked = stories.kind == 1  # the route questions
for network in (one_head, two_heads):
    right = (network.answer(stories) == stories.answer)[asked]
    first, second = right.mean(axis=0)
    print(f"{network.num_heads} head(s): first room {first:.2f}", end=", ")
    print(f"second {second:.2f}, both {right.all(axis=1).mean():.2f}")

# %% [markdown]
# An arrow marks the two facts that hold the answer. This one head goes to the first
# person's fact and hardly ever to the second's; of these two heads each goes to one. So
# the one names one room rightly and guesses the other: about one in six.
#
# **The limits of this result**, from the same results file. Four kinds of questions:
# *where* (one fact), *route* (two facts side by side), *same room?* (two facts
# compared), *where is the apple?* (two facts in a **chain**: who has it, then where
# that person is).

# %%
kinds = ("where_person", "route", "same_room", "where_object")
print(f"{'mean accuracy':22}", *(f"{kind:>13}" for kind in kinds))
for layers in ("", ", two layers"):
    for heads in (1, 8):
        name = f"{heads} head(s){layers or ', one layer'}"
        print(f"{name:22}", end="")
        for kind in kinds:
            points = heads_summary(f"all questions{layers}", kind)
            print(f"{points[heads]['mean']:14.2f}", end="")
        print()
for name in ("all questions", "route, five times the steps"):
    point = heads_summary(name)[1]
    print(f"route, 1 head, {name}: {point['low']:.2f} … {point['high']:.2f}")

# %%
deep = load_rooms(1, layers=2)
for layer in (0, 1):
    first, second = looking_share(deep, layer=layer)[0]
    print(f"route, layer {layer + 1}: first {first:.2f}, second {second:.2f}")
display(views.facts_map(deep))
views.story_map(deep, example_story("where_object"))

# %% [markdown]
# - **Depth replaces heads**: with two layers one head answers nearly all routes. (Such a
#   network has 18,960 learned numbers, not 10,544: the one unequal comparison here.) Its
#   first layer looks at the first person's fact, the second at the second's.
# - The pictures show a chain in two layers, "Where is the book?" In layer 1 *Paul went
#   to the hall* looks back at *Paul took the book* (0.75), so that its vector holds
#   both; in layer 2 the question finds it (0.99).
# - Trained on all four kinds, and three times as long, a single head gets 0.45 of the
#   routes on average (0.18 to 0.65), against 0.165 above; five times the training on two
#   kinds did not help. What one head learns depends on the training. "Cannot" is not
#   shown, only "did not".
# - **Heads do not replace depth**: in one layer the chain is right in 0.41 to 0.45 on
#   average (1 to 8 heads; the best single start 0.54), in two layers in 0.97. The second look has to know what the first one found.
#
# ## 6 What a narrow head can do
#
# With 32 heads of a 32-wide model each head has $d_k = 1$: a query and a key are one
# number each.

# %%
display(ask("04-rank"))
widgets.rank_dial().fold()

# %% [markdown]
# With one number per key a query can only say "as large as possible" or "as small as
# possible": the arg-max is always the largest or the smallest key. On a circle
# (d_k = 2) every key is the farthest out in *some* direction, so each can be chosen.


# %%
def keys_chosen(key, number=1000):
    queries = rng.standard_normal((number, key.shape[1]))
    return len(set(al.dot_score(queries, key).argmax(axis=1)))


angle = 2 * np.pi * np.arange(12) / 12
circle = np.stack([np.cos(angle), np.sin(angle)], axis=1)
with views.folded():
    line = rng.standard_normal((12, 1))
    print("12 keys of one number, chosen by 1,000 queries:", keys_chosen(line))
    print("12 keys on a circle:", keys_chosen(circle))
own = al.softmax(60 * circle @ circle.T).diagonal()
print("on the circle, each key's weight for its own query:", own.round(4)[0])
wide, narrow = (rng.standard_normal((2, 100, d_k)) for d_k in (64, 16))
ranks = [np.linalg.matrix_rank(q @ k.T) for q, k in (wide, narrow)]
print("rank of QKᵀ, 100 positions, d_k 64 and 16:", *ranks)

# %% [markdown]
# In general $QK^\top$ has rank at most $d_k$. With fewer dimensions than
# positions a head cannot make every table of *scores* (the low-rank bottleneck). The
# *weights* can have a higher rank, though not any: on the circle two numbers are enough
# for each of 12 positions to find itself. And many narrow heads together do what one
# cannot: 32 heads of one number answered 0.96 of the routes above. In Vaswani's table 8 heads with $d_k$ 16 instead of 64 have
# 25.1 BLEU instead of 25.8 (rows B); that model is also smaller, 58 against 65 million.
#
# ## 7 The whole Transformer
#
# Attention is a part of it, and not the largest. Here is the whole model of the
# paper, in small, with the shape of everything it computes (2 heads, width 6, five
# words in, two words out so far):

# %%
small = al.Transformer.init(
    rng, vocabulary=9, model_dim=6, hidden_dim=8, num_heads=2, num_layers=1
)
for step, shape in al.trace(small, [3, 1, 4, 1, 5], [2, 7]).items():
    print(f"{step:36}{shape}")
sizes = {"vocabulary": 37000, "model_dim": 512, "hidden_dim": 2048}
base = al.Transformer.init(None, num_layers=6, num_heads=8, **sizes)
print(f"\nin the paper's size: {al.count_parameters(base):18,}")
for part, number in al.count_parameters(base, depth=1).items():
    print(f"{part:20}{number:19,}")
for part, number in al.count_parameters(base.encoder[0], depth=1).items():
    print(f"one encoder block, {part:16}{number:9,}")

# %% [markdown]
# Read the shapes aloud once: the encoder's self-attention has 5 × 5 weights per head;
# the decoder's first 2 × 2; its cross-attention **2 × 5**, target × source (notebook 03).
# Every *after…* line is a **residual** and a **layer norm**: add what came in, then
# bring each vector to mean 0 and variance 1 (and scale it by learned numbers). The
# **feed-forward** part is max(0, xW₁ + b₁)W₂ + b₂, for each position by itself.
#
# Then the sizes (biases in feed-forward and norms, none in attention; one matrix of
# 37,000 word pieces, the paper's round number, serves both embeddings and the output).
# "65 million" in the paper's table. So **"the Transformer is only attention" is
# false**: in each encoder block the feed-forward part has twice the numbers of the
# attention. And attention without the rest does not even stack:

# %%
x = rng.standard_normal((8, 32))


def spread(y):  # how far the positions are from their mean, of all there is
    return np.linalg.norm(y - y.mean(axis=0)) / np.linalg.norm(y)


plain = residual = whole = x
print("layers:  attention alone   with residual   whole pre-norm block")
for depth in range(1, 13):
    layer = al.MultiHeadAttention.init(rng, 32, num_heads=4)
    block = al.EncoderBlock.init(rng, 32, 64, num_heads=4, order="pre")
    plain, residual = layer(plain), residual + layer(residual)
    whole = block(whole)
    if depth in (1, 4, 12):
        print(f"{depth:6}{spread(plain):18.2f}", end="")
        print(f"{spread(residual):16.2f}{spread(whole):16.2f}")

# %% [markdown]
# ("Pre-norm" is explained next.) Each attention averages; after four of them alone all
# positions are alike: what told the words apart is gone. The residual slows that down,
# and from four layers on the whole block does so more.
# (Random layers, before any training.)
#
# **Before or after?** The paper normalises *after* the addition: LayerNorm(x +
# Sublayer(x)), "post-norm" (§3.1). Many later models, and the code of *The Annotated
# Transformer*, normalise *first*: x + Sublayer(LayerNorm(x)), "pre-norm". If you are
# asked to draw the original, draw post-norm.


# %%
def feed(order):
    block = al.EncoderBlock.init(
        np.random.default_rng(1), 6, 24, num_heads=2, order=order
    )
    return block(np.arange(18.0).reshape(3, 6))


for order in ("post", "pre"):
    output = feed(order)
    show(f"{order}-norm: mean of each row", output.mean(axis=1))
    show(f"{order}-norm: spread of each row", output.std(axis=1))

# %% [markdown]
# After a new post-norm block every row has mean 0 and spread 1 (training then learns a
# gain and a bias for each component); after a pre-norm block the stream runs on
# unnormalised, and one more norm stands at the very end.
#
# ## 8 Heads in a real model
#
# MiniLM, a small and much-used encoder: 6 layers of 12 heads, trained by others, its
# whole forward pass in NumPy (`attention_lib/models/minilm_encoder.py`). Choose one of
# its 72 heads, or a pattern to look for. With the model's package installed you can
# type any sentence; without it, there are the shipped ones.

# %%
heads = widgets.AttentionHeads("The boy threw the small red ball.")
heads

# %% [markdown]
# 1. Choose the pattern *previous word*. One head of layer 0 does nothing else.
# 2. Point at a cell of the large map: its word pair and its weight stand above the maps.
# 3. Choose *the → noun*: in which head does "the" look at "ball", across two adjectives?
#    And where do "small" and "red" look in it?
# 4. *Open this head in the editor*. MiniLM's heads have 32 numbers; the editor gets
#    queries and keys of at most eight, fitted to give the same weights, with the largest
#    error shown. (The values are made up.) Edit them.
#
# (Layers and heads are counted from 0: L3H1 is the second head of the fourth layer.)
# The same search in code, over all shipped sentences, with the mean of all 72 heads,
# without which a number says nothing. But the best of 72 heads, chosen after looking at
# a few sentences, proves little. So the same heads were measured again on 300 **other**
# sentences for each pattern, nonsense made by chance from a list of words, and compared with
# their weight at the *same distance* from any word
# (`python -m training.minilm.patterns`).

# %%
for name, pattern in PATTERNS.items():
    best = find_heads(name)[0]
    print(f"{pattern.title:22}{best.label:6}{best.value:5.2f}", end=" ")
    print(f"(all heads {heads_mean(name):.2f})")
print(f"\n{'':22}here  300 others  same distance there")
for name in ("first-mention", "determiner-noun", "verb-object", "object-verb"):
    evidence = head_evidence(name)
    for head in find_heads(name)[:2]:
        there = evidence["weight"][head.layer, head.head]
        control = evidence["same_distance"][head.layer, head.head]
        print(
            f"{PATTERNS[name].title:15}{head.label:6}{head.value:5.2f}", end=""
        )
        print(f"{there:12.2f}{control:15.2f}")
print("heads mostly on [CLS]:", (heads_values("cls") > 0.5).sum(), "of 72")

# %% [markdown]
# - Some habits hold: an earlier mention of the same word (L2H9), and "he" or "she" at the
#   name of that gender (L1H3: 0.44, at the other name 0.10, more at the right one in 94 %
#   of 300 sentences).
# - One does **not**: L1H7 seemed to be the head for *verb → object*. In other sentences
#   it is hardly better than a fixed distance. (It *may* look at words that go together,
#   such as "threw" and "ball"; the nonsense sentences have none.)
# - L3H1 wins *the → noun*, and keeps *verb → object* as well. But look at its map: "small"
#   and "red" look at "ball" too. It looks ahead to the next noun, from whatever word
#   stands before it: one habit, simpler than either name.
# - **Nobody assigned these jobs.** They are what training left, and most heads have no
#   name that fits.
# - Half of **all** attention goes to [CLS], the mark at the beginning. Such a *sink* is
#   explained so: a row must sum to 1, and a head that finds nothing puts its weight where
#   it does little (Clark et al. 2019, §3.2, and Xiao et al. 2024, §3, from
#   transcriptions). Much weight is not importance.
# - A neighbour is a strong baseline: an adjective mostly stands right before its noun. In
#   Clark's table for BERT (from a transcription) a fixed distance gets 68.3 % there, the
#   best head 75.6 %. For direct objects it is 40.0 % and 86.8 %; and there the *object
#   attends to its verb*, not the other way round.
#
# **A famous picture.** "The animal didn't cross the street because it
# was too tired", and in the second sentence "too wide". A well-known picture shows one
# head in which "it" finds the animal in the first sentence and the street in the
# second. How many of these 72 heads look from "it" more at *animal* than at *street*?

# %%
display(ask("04-animal"))
picture = famous_picture()
with views.folded():
    tired, wide = picture.first_noun_heads
    print("too tired, more at animal:", tired, "of 72")
    print("too wide, more at animal: ", wide, "of 72")
    right = ", ".join(head.label for head in picture.right_in_both)
    print("right in both sentences:  ", right)
    pairs = pronoun_pairs()  # twelve such pairs of sentences
    rightly = sum(pair["moved_rightly"] for pair in pairs)
    wrongly = sum(pair["moved_wrongly"] for pair in pairs)
    print(f"12 pairs: rightly moved {rightly}, wrongly {wrongly} of {12 * 72}")
    most = sum(pair["right_in_both"] for pair in pairs).max()
    print("the best head is right in both sentences of", most, "of 12")

# %% [markdown]
# About half, and nearly as many whatever comes later. Five are right in both; over twelve
# such pairs no head is right in more than four. Of 864 cases the last word moves "it"
# rightly in 263 and wrongly in 227, and hardly at all in the others. The picture was of
# another, larger model. It shows what *can* be found in some head, not how a model finds
# what "it" means.
#
# ## 9 Take heads away
#
# What is a head worth? Take it away and measure. Two tasks, texts written for this
# course: for each of 60 questions find its answer among 60, and for each of 100
# titles its sentence among 100, by comparing MiniLM's sentence vectors.

# %%
display(ask("04-prune"))
pruning = widgets.HeadPruning(curves=False)
display(pruning.fold())
with views.folded():
    display(views.pruning_curve())

# %% [markdown]
# Click heads off, one or many. See three things in the picture below the heads:
#
# - Taken away **least important first**, 24 of 72 heads cost 3 of 60 answers (46 → 43; a
#   share of 60 has itself a standard error of 5 points). At random they cost twice as
#   many. Many heads are not needed for this task.
# - Taken away **most important first**, 24 heads ruin it: fewer answers are found than
#   with no head at all. Why is not shown here.
# - With **no head** the answers found do not fall to chance (1 of 60): the model finds
#   23, the mean of its word vectors 21. (For titles it is 20 and 13 of 100.) Much of
#   *finding a text by its topic* needs no attention.
#
# (The orders were chosen on 40 other pairs of texts, which serve for nothing else.)
# Published, for translation:

# %%
print("Change of BLEU when one of 96 encoder heads is removed, if significant")
for row, figures in list(published_table("Michel", "Table 1").items())[1:]:
    (figure,) = figures.values()
    print(f"  {row:18}{figure.text:>7}")
print("\nchange when only the best head of a layer is kept (36.05 with all)")
print(f"  {'':10}{'encoder':>9}{'enc-dec':>9}{'decoder':>9}")
for row, figures in published_table("Michel", "Table 2").items():
    print(f"  {row:10}", *(f"{f.text:>8}" for f in figures.values()))
print("\nheads left (enc/dec/enc-dec)   pruned   from scratch")
for row, figures in published_table("Voita", "Table 2").items():
    data, heads = row.split(" heads")[0].split(": ")
    if data == "WMT":
        texts = [figure.text for figure in figures.values()]
        print(f"  {heads:28}{['', *texts][-2]:>7}{texts[-1]:>14}")

# %% [markdown]
# (Michel et al. 2019, tables 1 and 2; Voita et al. 2019, table 2; from
# transcriptions.) Read three things:
#
# - Removed **one at a time**, 8 of 96 encoder heads change the result significantly, and
#   **four of these make it better**. So "all heads matter" is false. Removed *together*
#   about 20 % can go without noticeable loss, in BERT about 40 % (Michel, §4.2).
# - One head per layer is not enough everywhere in this *trained* model: in the last
#   encoder–decoder layer 13.56 BLEU are lost (elsewhere often nothing). *Trained* with
#   one head, Vaswani's model loses 0.9.
# - A pruned model is a little better than the same small shape trained from scratch
#   (single runs). That fits the idea that spare heads make learning easier; it does not
#   prove it.
#
# ## 10 Three tasks
#
# Now the question itself: *the impact on NLP tasks*. All from our own results files:
# one kind of small model per task, in several settings, every start counted. (The "summarization" is a stand-in: which
# of eight cities is warmest, which coldest?)

# %%
display(ask("04-tasks"))
with views.folded():
    display(views.task_curves(), views.task_table())

# %% [markdown]
# What the table shows:
#
# - **Question answering.** When one position must hold two facts in one layer, a
#   second head is nearly everything. With two layers it is not; and when the facts have
#   to be found one after the other, heads hardly help (0.41 to 0.45).
# - **Translation.** With two layers no effect: all near 97 %. With **one** layer a small
#   one: 91 % with one head, 95 % with 2 or 4. A decoder asks again at every word, so one
#   look is nearly enough; a second layer (and with it nearly twice the numbers) hides
#   what is left.
# - **Summarization**, in the stand-in. If *one* vector must give both words, one head
#   gets 14 % on average (highest 58 %), two heads solve it in 8 of 10 starts, four in all.
#   With *a query per word*, as a decoder asks, one head solves it in 9 of 10.

# %%
display(views.summary_map(load_summary(1, per_word=False)))
display(views.summary_map(load_summary(1, per_word=True)))
phrase = load_translator("transformer-1").translate("fifty three plus eight")
views.weights_table(phrase.weights, phrase.target, phrase.source)

# %% [markdown]
# One head and one vector for both words: its single row of weights goes to one of the
# two rows of the table. One head asked twice: two rows of weights, one for each word.
# And in translation one head has a row for every word that is written.
#
# **Beside the published evidence.**
#
# - *Translation*, real texts: 24.9 BLEU with one head, 25.8 with 8 (Vaswani, table 3).
#   That is more than the step to the big model in the same table (0.6), and less than the
#   one from 2 to 6 layers (2.1).
#   Shazeer (table below) keeps the total width at 128, and the parameters equal: 25.8,
#   26.2, 26.1, 25.8 BLEU for 1, 2, 4 and 8 heads. At most 0.4, and 8 narrow heads are no
#   better in BLEU than one. (His 26.7 has eight times that width.) All single runs.
# - *Question answering* and *summarization*: **no clean published comparison of one
#   head against many was found.** What there is concerns sharing keys and values (below).
#   So for "significantly improves a wide range of NLP tasks" we found no table to point
#   to; the large gains of 2017 belong to the whole Transformer.
# - Our own tasks are small and generated. They show *why* heads can matter and when
#   not; they do not say how much they matter in a large model.
#
# ## 11 Writing word by word
#
# A decoder writes one word at a time. For the new word it needs its own query, and
# the keys and values of **all** words so far. These do not change any more (the mask
# is causal), so they are kept: the **key–value cache**. Queries are not kept, and
# weights are not either.
#
# **Exercise 3.** One step, one head: `cache_step(x_new, keys, values, w_query, w_key,
# w_value)` returns `(output, keys, values)`, the last two one row longer. `x_new` has
# shape (1, model_dim). `al.scaled_dot_product_attention` is allowed, here and below.
#
# <details><summary>Hint</summary>
#
# The new word may look at itself as well: append first, then attend. `np.concatenate`
# makes new arrays; for the first word the old ones have 0 rows.
# </details>


# %%
def cache_step(x_new, keys, values, w_query, w_key, w_value):
    ### BEGIN SOLUTION
    keys = np.concatenate([keys, x_new @ w_key])
    values = np.concatenate([values, x_new @ w_value])
    query = x_new @ w_query
    output = al.scaled_dot_product_attention(query, keys, values)
    return output, keys, values
    ### END SOLUTION


# %% tags=["check"]
practice.check_cache_step(cache_step)

# %% [markdown]
# The law: **step by step equals all at once.** And the trap: "causal" with one query
# and five kept keys. A mask built from the top left lets the new word see key 1 only.

# %%
layer = al.MultiHeadAttention.init(rng, 8, num_heads=4, num_kv_heads=2)
x, cache = rng.standard_normal((6, 8)), al.KeyValueCache()
steps = [al.attend_step(layer, word[None], cache)[0] for word in x]
print("steps = full pass:", np.allclose(steps, layer(x, is_causal=True)))
print("kept after 6 words:", cache.key.shape, "keys,", cache.nbytes, "bytes")
print("top-left mask:     ", np.tri(1, 6, dtype=bool)[0].astype(int))
right = al.causal_mask(1, 6, query_offset=5)[0]
print("right for word 6:  ", right.astype(int))

# %% [markdown]
# Without the cache, word n would need the whole pass for n words, in every layer. The
# price is memory: for each word, layer and key/value head two vectors. (The number of
# query heads alone changes nothing here: 8 heads of 64 and one of 512 keep the same
# 2 · 512 numbers.)

# %%
display(ask("04-cache"))
display(widgets.cache_dial().fold())
model = {"layers": 32, "head_dim": 128, "tokens": 4096}  # 2 bytes a number
with views.folded():
    for kv_heads in (32, 8, 1):
        size = al.cache_bytes(kv_heads=kv_heads, **model)
        print(f"{kv_heads:2} key/value heads: {size / 1e9:.3f} GB")

# %% [markdown]
# **Fewer key/value heads.** *Multi-query* attention (Shazeer 2019) keeps all query
# heads and shares **one** head of keys and values; *grouped-query* attention (Ainslie
# et al. 2023) shares one per group. Queries are never shared. In code both are the
# same line, and ordinary multi-head attention is the case of as many groups as heads.
#
# **Exercise 4.** `grouped_query_attention(query, key, value)`: query has
# (num_heads, n, d), key and value have (num_kv_heads, m, d). The first query heads share
# the first key/value head, the next ones the second. (The library would do it for you;
# repeat the heads yourself.)
#
# <details><summary>Hint</summary>
#
# `np.repeat(key, times, axis=0)` gives AABB, `np.tile` gives ABAB. Which one puts
# neighbours together?
# </details>


# %%
def grouped_query_attention(query, key, value):
    ### BEGIN SOLUTION
    times = len(query) // len(key)
    key, value = (np.repeat(x, times, axis=0) for x in (key, value))
    return al.scaled_dot_product_attention(query, key, value)
    ### END SOLUTION


# %% tags=["check"]
practice.check_grouped_query(grouped_query_attention)

# %%
print(f"{'Shazeer 2019, table 1':34}{'ln perplexity':>14}{'BLEU (dev)':>12}")
for row, figures in published_table("Shazeer", "Table 1").items():
    texts = [figure.text for figure in figures.values()][:2]
    print(f"{row:34}{texts[0]:>14}{texts[1]:>12}")

columns = "time mean CNN arXiv PubMed Media Multi WMT QA"
print("Ainslie    ", *(f"{column:>6}" for column in columns.split()))
for row, figures in published_table("Ainslie", "Table 1").items():
    print(f"{row:11}", *(f"{figure.text:>6}" for figure in figures.values()))
print(
    "(The printed mean of MQA-XXL does not follow from its row: it is 46.8.)"
)

# %% [markdown]
# (CNN to Multi: summarization, ROUGE-1. WMT: translation, BLEU. QA: TriviaQA, F1. Time
# in seconds per sample.) Sharing costs a little: Shazeer's perplexity rises, and in
# Ainslie's table summarization and question answering lose a little with one key/value
# head, translation nothing. What it *gains* is in the first column: 1.51 seconds become
# 0.24 with one, 0.28 with eight key/value heads. To write a word, all keys and
# values have to be read from memory, and that is what limits the speed (Shazeer,
# abstract). This is the only published
# table here with all three tasks in it. It compares **key/value** heads; it says nothing
# about one head against many. (These multi-query and grouped-query models were converted
# from the multi-head one and trained on for 5 % of the original computation; abstract.)
#
# **FlashAttention** is sometimes named in the same breath. It is something else: the
# same result, exactly, computed in tiles without ever storing the n × n weights (Dao
# et al. 2022, abstract). It changes memory and speed, not the answer, and the number
# of multiplications is still quadratic.
#
# ## 12 Say it in 60 seconds
#
# Close your eyes and answer aloud: *What does multi-head attention do for the
# Transformer on NLP tasks?* Then tick, one point each:
#
# - **D** – definition: h attentions on projections of the whole vector, concatenated,
#   times $W_O$
# - **W** – why: one row of weights is one average; several heads route independently
# - **N** – number: the same 4·d² parameters; 24.9 BLEU with one head, 25.8 with 8 and
#   with 16, 25.4 with 32
# - **T** – trade-off: narrow heads have low-rank scores; h·n² attention weights; many
#   heads can be pruned
# - **C** – check: "I would train several head counts, several seeds, and remove heads"
#
# <details><summary>A model answer</summary>
#
# "Multi-head attention runs h scaled dot-product attentions side by side. Each projects
# the whole vectors to d_model/h numbers; the results are concatenated and mixed by W_O.
# The Transformer uses it in three places: in the encoder, masked in the decoder, and from
# decoder to encoder. Why: one softmax row is one average; several heads look at several
# places. Parameters and multiplications stay the same for any h. In Vaswani's Table 3 one
# head loses 0.9 BLEU, 8 and 16 tie, 32 lose 0.4; single runs. In small tasks a second
# head decides when one position needs two facts in one layer; a second layer also does
# it. For question answering and summarization I know no clean comparison. The price:
# narrow heads have low-rank scores, and there are h times n² attention weights. Many
# heads can be pruned after training. I would test several head counts at equal
# parameters, with several seeds, and then remove heads."
# </details>
#
# ## 13 What interviewers ask next
#
# <details><summary>Do 8 heads cost 8 times as much?</summary>
#
# No. Each is an eighth as wide: 4·d² parameters and the same multiplications for any
# number. The weights take h·n² numbers, though.
# </details>
# <details><summary>How are the heads combined?</summary>
#
# Concatenated, then multiplied by $W_O$. That equals a sum of one linear map per
# head. Not averaged.
# </details>
# <details><summary>What is W_O for?</summary>
#
# Without it each head could write only into its own slice of the output.
# </details>
# <details><summary>Is a head a slice of the embedding?</summary>
#
# No: each head projects the whole vector; the projection is sliced.
# </details>
# <details><summary>Is 8 the best number?</summary>
#
# Not proven: 16 has the same BLEU and a slightly better perplexity; development set,
# single runs. Both 1 and 32 are worse.
# </details>
# <details><summary>Why d_k = d_model / h?</summary>
#
# It keeps parameters and work constant. It is a choice: the two may be set apart.
# </details>
# <details><summary>Can one head look up two things?</summary>
#
# By position alone and with a linear read-out, ours did not. If it sees content, it can
# hide the second thing in its weights; a feed-forward part may unmix a mixture; and a second layer can
# fetch the second thing. Several heads make it easy, not possible.
# </details>
# <details><summary>If most heads can be pruned, why train many?</summary>
#
# Pruning comes after training. Voita et al. report that the same small set of heads
# trained from scratch is worse (from a transcription). And one by one is not together:
# 8 of 96 matter one by one, yet only about 20 % can go at once (Michel, from a
# transcription).
# </details>
# <details><summary>Which attention needs its heads most?</summary>
#
# In Michel et al. the last encoder–decoder layer: with one head left it lost 13.56
# BLEU (from a transcription).
# </details>
# <details><summary>What do heads learn?</summary>
#
# Previous and next token, separators or the first token, some syntactic relations. Roles
# emerge; nobody assigns them. Ask for the baseline: adjective → noun is often just "the
# next word".
# </details>
# <details><summary>Much weight on the first token: is it important?</summary>
#
# Rather not: a softmax row must sum to 1, and a head with nothing to say puts its
# weight where it does little.
# </details>
# <details><summary>What does a KV cache hold, and how large is it?</summary>
#
# Keys and values of past words, for every layer: 2 · layers · key/value heads · d_k ·
# bytes per word. 32 layers of 32 heads of 128 in 2 bytes: 0.5 MiB per word, 2 GiB for
# 4,096 words, for *one* sequence. Not queries, not weights.
# </details>
# <details><summary>Do more heads need a larger KV cache?</summary>
#
# No: with d_k = d_model/h it is 2 · d_model numbers per word and layer for every h.
# Only sharing key/value heads makes it smaller.
# </details>
# <details><summary>Grouped-query with 8 groups on 64 heads: what does it save?</summary>
#
# The cache is 8 times smaller; with multi-query 64 times. Saved are 7/8 against 63/64.
# </details>
# <details><summary>What do multi-query and grouped-query attention cost, and gain?</summary>
#
# Quality: a little (T5-XXL, mean of seven tasks as printed: 47.2, grouped 47.1,
# multi-query 46.6). Speed: 1.51 s per sample become 0.28 and 0.24, since writing is
# limited by reading the cache.
# </details>
# <details><summary>FlashAttention: exact or approximate?</summary>
#
# Exact. It stores no n × n table; the multiplications are as many.
# </details>
# <details><summary>Pre-norm or post-norm: which is the original?</summary>
#
# Post-norm, LayerNorm(x + Sublayer(x)). Many later models put the norm first, which
# leaves a plain sum from input to output, and one more norm at the end.
# </details>
# <details><summary>"Attention is all you need": literally?</summary>
#
# No. In an encoder block of the base model the feed-forward part has 2,099,712 numbers,
# the attention 1,048,576; in a decoder block, with two attentions, they are about equal.
# The title is about recurrence and convolution, which were left out.
# </details>
# <details><summary>Which mask has which attention in the Transformer?</summary>
#
# Encoder self-attention: padding only. Decoder self-attention: causal. Cross-attention:
# the source's padding only.
# </details>
# <details><summary>What was the headline result of 2017?</summary>
#
# 28.4 BLEU, English to German, in the arXiv abstract; 27.5 in the NeurIPS one. It is a
# result of the whole model.
# </details>
# <details><summary>What would you measure for question answering or summarization?</summary>
#
# Train with 1, 2, 4, 8, … heads at equal parameters, several seeds, report mean and
# spread; then ablate heads of the trained model, against a baseline without attention.
# </details>
#
# ## Sources
#
# - Vaswani et al. (2017), *Attention Is All You Need*: §3.1, §3.2.2, §3.3, table 3.
# - Michel, Levy and Neubig (2019), *Are Sixteen Heads Really Better than One?*:
#   tables 1 and 2. Voita et al. (2019), *Analyzing Multi-Head Self-Attention*: table 2.
#   Clark et al. (2019), *What Does BERT Look At?*: §3.2, §4.2, table 1. Xiao et al. (2024),
#   *Efficient Streaming Language Models with Attention Sinks*: §3. All four from
#   transcriptions. Elhage et al. (2021), *A Mathematical Framework for Transformer
#   Circuits* (from a transcription).
# - Shazeer (2019), *Fast Transformer Decoding*: abstract, table 1. Ainslie et al. (2023),
#   *GQA*: table 1. Dao et al. (2022), *FlashAttention*: abstract.
# - all-MiniLM-L6-v2 (Apache-2.0), by the sentence-transformers authors; its maps of
#   the shipped sentences are part of this course.
# - Everything else was computed in the cells above or comes from
#   `attention_lib/data/heads_results.json`, `pruning_results.json` and
#   `translation_results.json`, each with the command that makes it.
#
# Tomorrow, in two days and in a week: say the 60 seconds again, without looking.
