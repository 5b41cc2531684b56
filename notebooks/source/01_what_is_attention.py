# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # What is the attention mechanism in deep learning?
#
# > **In one sentence.** Attention is a soft lookup: compare a *query* with
# > every *key*, turn the comparisons into weights that sum to 1, and return the
# > average of the *values* with these weights. All three are computed from the
# > input by learned layers.
#
# **▶ First choose *Run → Run All Cells*.** It takes a few seconds and brings
# the translators and editors on this page to life. Then come back up here and
# read.
#
# Afterwards you can
#
# - say which problem attention solved, and show a model failing without it,
# - compute attention over three items on paper, to exact fractions,
# - walk through the attention that began it in translation, and name its query,
#   keys and values,
# - say what a picture of attention weights tells, what it does not, and test it.
#
# About 60 minutes for the sections marked ●, 40 more for the rest (estimated
# from their length):
# [1 An answer, taken apart](#1-An-answer,-taken-apart) ● 4 ·
# [2 One vector for a whole sentence](#2-One-vector-for-a-whole-sentence) ● 11 ·
# [3 Looking things up, softly](#3-Looking-things-up,-softly) ● 17 ·
# [4 Without a neural network](#4-Attention-without-a-neural-network) 8 ·
# [5 Bahdanau's attention](#5-Bahdanau's-attention,-step-by-step) ● 12 ·
# [6 Write the score](#6-Write-the-score) 11 ·
# [7 How far to trust a map](#7-How-far-to-trust-a-map) ● 12 ·
# [8 A short history](#8-A-short-history) 5 ·
# [9 Spot the bug](#9-Spot-the-bug) 5 ·
# [10 Say it in 60 seconds](#10-Say-it-in-60-seconds) ● 5 ·
# [11 What interviewers ask next](#11-What-interviewers-ask-next) 9
#
# Commit to each prediction before you scroll: the answer is folded below it, and the
# text after that discusses it.

# %%
import math
import textwrap
from fractions import Fraction

import numpy as np
from IPython.display import display

import attention_lib as al
from attention_lib import laws, practice, views
from attention_lib.models import arithmetic, load_translator
from attention_lib.models import translation_results as results
from attention_lib.published import published
from attention_lib.widgets import AttentionEditor, Translator, ask


def show(label, numbers, note=""):
    print(f"{label:27}{np.round(numbers, 3)}{note}")


# %% [markdown]
# ## Before you start: two things to recall
#
# Answer aloud, then look.
#
# <details><summary>Average 10, 20 and 30 with the weights 0.2, 0.5 and 0.3.</summary>
#
# 0.2·10 + 0.5·20 + 0.3·30 = **21**. Weights that are at least 0 and sum to 1
# keep an average between its smallest and its largest value.
# </details>
# <details><summary>What is e^(ln 5)? Which shape has <code>keys @ query</code>, for keys (5, 3) and a query (3,)?</summary>
#
# **5**: the exponential undoes the logarithm. And **(5,)**: one dot product (the
# sum of the products, number by number) for each row of `keys`.
# </details>
#
# ## 1 An answer, taken apart
#
# This course began as a page of interview answers. On our question it said, in
# short: attention lets a model *dynamically focus* on different parts of the
# input, mimicking the way humans pay attention; it improves the model's ability
# to *remember* long sequences by assigning different *weights* to different
# inputs. Its key points: better sequence modelling, dynamic focusing, better
# memory. Its code was C#; here it is, line by line, in Python.


# %%
def page_attention(inputs, weights):
    result = [0.0] * len(inputs)
    for i in range(len(inputs)):
        # the page's own comment: weighted sum of inputs
        result[i] = inputs[i] * weights[i]
    return result


inputs, weights = [10.0, 20.0, 30.0], [0.2, 0.5, 0.3]
show("the page", page_attention(inputs, weights))
show("a weighted sum", np.dot(weights, inputs))

# %% [markdown]
# The comment says *sum*, the code never adds anything up: three numbers go in
# and three come out. And the weights are handed in from outside, so nothing in
# it can follow the input.
#
# | the page's answer | verdict | where you will see it |
# |---|---|---|
# | the model can focus on different parts of the input, depending on the task | **right**: the weights are computed anew for every query | sections 3, 5 |
# | different inputs get different weights | **right, but only half**: the weights are there to make an average | section 3 |
# | it improves the ability to *remember* long sequences | **loosely put**: nothing is remembered better; the model may look again instead. It does not make *any* length work, either | section 2 |
# | "mimicking the way humans pay attention" | **a metaphor**: nothing below needs it. What is computed is a lookup, and an average | sections 3, 4 |
# | the code | **broken twice**: the weighted sum never sums, and the mechanism (where do the weights come from?) is missing | above |
#
# ## 2 One vector for a whole sentence
#
# Before attention, a neural translator had two parts, both *recurrent*: they go
# through words one by one and keep a state, a vector of fixed size. The *encoder*
# read the sentence; the *decoder* got what the encoder held at the end, and wrote
# the translation from that alone. Three words or thirty: the same few numbers had
# to carry them all.
#
# Below are two translators, trained for this course: they turn spoken arithmetic
# from English into German. *"eighty two"* is *"zwei und achtzig"*, two-and-eighty,
# so words change places. Both have the same kind of encoder, a *GRU* (a common
# recurrent network) that reads the sentence forwards and backwards, about the same
# number of parameters, and the same 5,000 training expressions of one to four
# numbers. Both decoders start from the two end states of the encoder. At every word
# the left one gets these same 88 numbers again; the right one gets a new average of
# the states of *all* words.

# %%
ask("01-bottleneck")

# %%
Translator("five hundred and eighty two", curve=False)

# %% [markdown]
# One number: both are right. Now click the longer examples and find the first
# wrong word on the left. Or type your own (numbers from 0 to 999; plus, minus,
# times, divided by). Ignore the map below for now; section 5 explains it.
#
# <details><summary>What is lost on the left, and what is kept?</summary>
#
# The *form* stays: fluent German arithmetic. The *content* goes: other numbers,
# other operators.
# </details>
#
# Do not trust one example. Here are 100 expressions for each length that neither
# model has seen; an answer counts only if every word is right.

# %%
without, with_it = map(load_translator, ("no-attention", "bahdanau"))
with views.folded():
    print(
        f"{'numbers in the expression':30}", *(f"{k:6}" for k in (1, 2, 3, 4))
    )
    for model in (without, with_it):
        shares = []
        for k in (1, 2, 3, 4):
            expressions = arithmetic.held_out(k, 100, seed=1)
            phrases = [arithmetic.english(e) for e in expressions]
            found = [t.text for t in model.translate_many(phrases)]
            wanted = [arithmetic.german(e) for e in expressions]
            right = sum(f == w for f, w in zip(found, wanted))
            shares.append(f"{right:4} %")
        print(f"{model.title:30}", *shares)

# %%
with views.folded("Committed? Click for the curve over all training runs."):
    display(views.length_curve(("no-attention", "bahdanau")))

# %% [markdown]
# (The first table is a sample of 100; here it is 300 for each of several runs.) Each
# dot is one training run from another random start.
# Without attention the curve falls with length, as Bahdanau and colleagues saw it
# fall when translating real English sentences into French (2015, figure 2; from a
# transcription). With attention it stays up over all lengths trained on. **Longer
# than trained is another matter**: at five numbers attention keeps about 42 % on
# average, at six next to nothing.
#
# Would a bigger vector do, or longer training? All runs, also of a model without
# attention with four times the parameters, and of the same with four times the
# training steps as well:

# %%
runs = {}
for row in results()["rows"]:
    if row["model"].startswith(("no-attention", "bahdanau")):
        name = f"{row['model']:23}{row['parameters']:8,}"
        known, unseen = row["exact_match_of_training_data"], row["exact_match"]
        runs.setdefault(name, []).append((known, unseen["4"]))
print("exactly right with 4 numbers, lowest to highest run:")
print(f"{'':17}parameters, runs      trained on           unseen")
for name, shares in runs.items():
    ranges = (f"{min(s):6.1%} to {max(s):6.1%}" for s in zip(*shares))
    print(f"{name}{len(shares):5}", *ranges, sep="   ")

# %% [markdown]
# The small model without attention does not even fit what it was trained on. Size
# and time help, and neither comes near (one run each). The last one writes every
# four-number expression of its *training* data right, as the model with attention
# does, and still fails on three of four unseen ones: it has learned them by heart.
# So fitting is not the problem, carrying over is. (That does not prove that no
# larger vector would do.) Packing a whole sentence into one vector, and unpacking
# it again, is hard to learn as a rule; looking up one word after the other is easy.
#
# <details><summary>But the average that attention hands over has a fixed size, too?</summary>
#
# Yes, but it is a *new* average for every word written, and needs to hold only what
# that word needs. The vector on the left is made before the first word is written,
# and has to hold everything.
# </details>
#
# ## 3 Looking things up, softly
#
# How does one "look something up" in a way that can be learned? Start from a
# Python dictionary: it takes a **query**, finds the **key** that is equal, and
# returns that key's **value**. All or nothing: `{"two": 20}["tow"]` is an error,
# and a small change of a key changes nothing or everything, so there is no gradient
# to train with.
#
# Now soften it. Give every key a **score**: how well does it fit the query?
# Turn the scores into **weights** by a softmax, with a temperature τ:
#
# $$w_j = \frac{e^{s_j/\tau}}{\sum_k e^{s_k/\tau}}
# \qquad\text{output} = \sum_j w_j\, v_j$$
#
# Scores are raw comparisons and may be any number. Weights are what softmax
# makes of them: positive, with sum 1.

# %%
ask("01-temperature")

# %%
scores, values = np.array([2.0, 1.0, 0.0]), np.array([1.0, 2.0, 6.0])
with views.folded():
    for tau in (0.1, 1, 10, 1000):
        w = al.softmax(scores / tau)
        show(f"τ = {tau}", w, f"  output {w @ values:5.2f}")
    order = [2, 0, 1]
    again = al.softmax(scores[order]) @ values[order]
    print("shuffled, at τ = 1:", " " * 26, f"output {again:5.2f}")

# %% [markdown]
# From a dictionary (τ → 0: the best key takes all) to a plain average (τ → ∞:
# every key alike), with everything between. The output never leaves the range
# of the values, 1 to 6, since it is an average; and shuffling keys and values
# together changes nothing (last line).
#
# **On paper, exactly.** Choose scores whose exponentials are whole numbers:
# ln 1, ln 2 and ln 5, with the values 8, 16 and 24. What is the output?

# %%
with views.folded("Done on paper? Click to compare."):
    exponentials = [Fraction(1), Fraction(2), Fraction(5)]
    weights = [e / sum(exponentials) for e in exponentials]
    output = sum(w * v for w, v in zip(weights, (8, 16, 24)))
    print("weights", *weights, "  output", output)
    library = al.softmax(np.log([1, 2, 5])) @ [8, 16, 24]
    print("library", round(library, 12))

# %% [markdown]
# Below, one query meets three keys; each is a single number, the score is their
# product, and the values are 1, 2 and 6 again. First the task, then try: multiply
# the query by 5; give two keys the same number; move the temperature; change a
# *value*, and see that no weight moves.

# %%
AttentionEditor(
    ["query"],
    key_tokens=["first", "second", "third"],
    query=[[1.0]],
    key=[[2.0], [1.0], [0.0]],
    value=[[1.0], [2.0], [6.0]],
    goal={
        "text": "give “third” more than half of the weight, changing only Q.",
        "query": 0,
        "key": 2,
        "above": 0.5,
    },
)

# %% [markdown]
# **Exercise 1.** Write `soft_lookup(query, keys, values, tau)`. The query is one
# vector, keys and values are matrices with one row per item. The score is the
# plain dot product of query and key; τ is the only scale. It must survive a small
# τ, where scores / τ run into the thousands. First say: what comes out for τ → 0,
# and for τ → ∞?
#
# <details><summary>Hint 1</summary>
#
# `keys @ query` holds all dot products; `weights @ values` multiplies **and adds**.
# </details>
# <details><summary>Hint 2</summary>
#
# Subtract the largest number before `np.exp`; it cancels in the quotient.
# </details>


# %%
def soft_lookup(query, keys, values, tau):
    query, keys, values = map(np.asarray, (query, keys, values))
    ### BEGIN SOLUTION
    scores = keys @ query / tau
    exponentials = np.exp(scores - scores.max())
    weights = exponentials / exponentials.sum()
    return weights @ values
    ### END SOLUTION


# %% tags=["check"]
practice.check_soft_lookup(soft_lookup)

# %% [markdown]
# ## 4 Attention without a neural network
#
# Statisticians had this average long before: to guess a curve at a new place,
# average the known points, near ones more. The *query* is where you ask, the
# *keys* are where the data sit, the *values* what was measured there, the score
# minus the squared distance: kernel regression (Nadaraya and Watson).
#
# Take x = 0, 1, 2, 3 with y = x², and ask at 1.5, where the truth is 2.25.

# %%
ask("01-narrow-kernel")

# %%
x, y, q = np.arange(4.0), np.arange(4.0) ** 2, 1.5
with views.folded():
    for sigma in (0.25, 1, 10):
        w = al.softmax(-((q - x) ** 2) / (2 * sigma**2))
        show(f"σ = {sigma}", w, f"  guess {w @ y:.3f}")
    print(f"mean of all values {y.mean()}")

# %% [markdown]
# A wide kernel is a plain average, a narrow one the nearest neighbours; σ² plays
# the part of the temperature. (Every guess is too high here: between its points
# the curve bends below the straight line.) And for σ = 1 it *is* a dot product, in
# disguise:
#
# $$-\tfrac12(q-x)^2 = \underbrace{(q,\,1)\cdot(x,\,-\tfrac12x^2)}_{\text{query}\cdot\text{key}}
# \;-\;\tfrac12q^2$$
#
# The last term is the same for every key; adding one number to all scores multiplies
# every exponential by the same factor, which cancels in the softmax. So with the keys $(x, -x^2/2)$ the editor does kernel regression
# (3.04, as above). Drag the first number of the query from 0 to 3 (leave the second
# at 1) and watch the weights walk along the data.

# %%
AttentionEditor(
    ["ask"],
    key_tokens=["x=0", "x=1", "x=2", "x=3"],
    query=[[1.5, 1.0]],
    key=np.stack([x, -(x**2) / 2], axis=1),
    value=y[:, None],
    scaled=False,
)

# %% [markdown]
# What is new in deep learning is not the average. It is that queries, keys and
# values are **computed by learned layers**, so that training decides what
# counts as near.
#
# ## 5 Bahdanau's attention, step by step
#
# In 2014 (published 2015) Bahdanau, Cho and Bengio gave a translator such a lookup
# (the steps are from a transcription). Before the decoder writes word *i*, it
#
# 1. takes its own state $s_{i-1}$, the one **before** this word,
# 2. scores it against every encoder state $h_j$ by a small network,
#    $e_{ij} = v^\top\tanh(W s_{i-1} + U h_j)$,
# 3. turns the scores into weights, $\alpha_{ij} = \mathrm{softmax}_j(e_{ij})$,
# 4. averages the encoder states: the *context* $c_i = \sum_j \alpha_{ij} h_j$,
# 5. computes its next state $s_i = f(s_{i-1}, y_{i-1}, c_i)$ with the last word
#    $y_{i-1}$, and from it the new one.
#
# Below, steps 1 to 4 in our trained translator (a little simpler than the paper's),
# recomputed from its learned matrices:
#
# | paper | code | what it is |
# |---|---|---|
# | $s_{i-1}$ | `step.state` | the query, 40 numbers |
# | $h_j$ | `steps.annotations[j]` | (the paper says *annotation*) 80 numbers for source word j: 40 read from the left, 40 from the right |
# | $W$, $U$, $v$ | `w_query`, `w_key`, `v` | learned |
# | $e_{ij}$, $\alpha_{ij}$ | `scores`, `weights` | before and after the softmax |
# | $c_i$ | `context` | the output, 80 numbers |
#
# Note that $h_j$ is not word j alone: the encoder has read on to it from both sides,
# so it also carries what stands around the word.

# %%
steps = with_it.steps("ninety two times four")
step = steps[0]  # before the first German word is written
scores = al.additive_score(
    step.state[None],  # one query
    steps.annotations,  # the encoder's states, one per source word
    w_query=steps.w_query, w_key=steps.w_key, v=steps.v,
)  # fmt: skip
weights = al.softmax(scores)[0]
context = weights @ steps.annotations

print("state", step.state.shape, " encoder states", end=" ")
print(steps.annotations.shape, " context", context.shape)
for word, score, weight in zip(steps.source, scores[0], weights):
    print(f"  {word:8} score {score:6.2f}   weight {weight:.2f}")
print("writes:", step.word)
np.testing.assert_allclose(context, step.context, atol=1e-6)

# %% [markdown]
# The first German word is *"zwei"*, and most of the weight is on the word it
# translates, the *second* English one. Scores are not weights: 7.28 became 0.98,
# and 3.10 became 0.01, not in proportion.
#
# Bahdanau's paper does not speak of *query*, *key* and *value*; in the sense of
# today they are the words of Vaswani et al. (2017, §3.2). But they fit:
#
# | here | in a dictionary | in kernel regression | in Bahdanau's translator |
# |---|---|---|---|
# | **query** | what you ask for | where you ask | the decoder's state $s_{i-1}$ |
# | **key** | the entry's name | where a data point sits | the encoder's state $h_j$ |
# | **value** | the entry's content | what was measured there | the same $h_j$ again |
# | **score** | equal or not | $-(q-x)^2/2\sigma^2$ | $v^\top\tanh(Ws_{i-1}+Uh_j)$ |
# | **output** | one value | the guess | the context $c_i$ |
#
# Key and value are the same vector here; in the Transformer they are two
# different learned maps of it, so that what a word is *found by* and what it
# *passes on* can differ. You saw in the editor that they can be changed apart.
#
# **Cost.** For n source and m target words there are n × m scores, each a small
# network, and n encoder states to keep. What is learned: $W$, $U$ and $v$, and the
# layers that make $s$ and $h$.
#
# Now the whole translation. Step through it word by word, or hover over a word.

# %%
ask("01-und")

# %%
Translator("five hundred and eighty two minus forty one")

# %% [markdown]
# Each row is one German word, each column one English word. Where the languages
# swap units and tens, the bright cells step *backwards*. The English "and" has no
# German counterpart, and neither German "und" has an English one. Their rows are
# brightest at "eighty" and "forty", the tens words still to come. That is no
# accident: whether a tens word follows decides whether "und" is written (*five
# hundred and two* is *fünf hundert zwei*). So a bright cell can be useful without
# meaning "this is the translation".
#
# Nobody told the model which words belong together: it was trained on pairs of
# sentences, and the gradient found weights that helped.
#
# ## 6 Write the score
#
# **Exercise 2.** `additive_score(query, key, w_query, w_key, v)`: all queries
# against all keys at once. The numbers of queries and of keys differ, and so may
# their widths. `w_query` is (query_dim, hidden), `w_key` (key_dim, hidden), `v`
# (hidden,); the result is (query_len, key_len), before any softmax.
#
# <details><summary>Hint 1</summary>
#
# `query @ w_query` is (query_len, hidden), `key @ w_key` (key_len, hidden). To
# add each to each, put an axis of size 1 into each: `a[:, None]` and `b[None]`.
# </details>
# <details><summary>Hint 2</summary>
#
# tanh first, then the sum with v: `np.tanh(…) @ v`.
# </details>


# %%
def additive_score(query, key, w_query, w_key, v):
    query, key = np.asarray(query), np.asarray(key)
    ### BEGIN SOLUTION
    hidden = (query @ w_query)[:, None] + (key @ w_key)[None]
    return np.tanh(hidden) @ v  # (query_len, key_len)
    ### END SOLUTION


# %% tags=["check"]
practice.check_additive_score(additive_score)

# %% [markdown]
# ## 7 How far to trust a map
#
# A map of weights looks as if the model explained itself. Three experiments show
# how far that goes.
#
# ### Who contributes?

# %%
ask("01-contribution")

# %%
weights = al.softmax([math.log(8), 0.0, 0.0])
values = np.array([[0.0, 0.0], [5.0, 0.0], [0.0, 5.0]])
with views.folded():
    show("weights", weights)
    show("output", weights @ values)
    lengths = np.linalg.norm(weights[:, None] * values, axis=1)
    show("length of contributions", lengths)

# %% [markdown]
# What arrives is weight × **value**. The most attended item passes on nothing
# here. A heatmap shows the weights alone.
#
# ### Another random start
#
# The translator with attention was trained from several random starts.

# %%
ask("01-beside")

# %%
with views.folded("Committed? Click for what was measured."):
    print("strongest weight on the word that is translated (right answers,")
    print("without “und”), and expressions of 4 numbers translated right:")
    for row in results()["rows"]:
        if row["model"] == "bahdanau":
            aligned, right = row["alignment_accuracy"], row["exact_match"]["4"]
            print(f"  start {row['seed']}: {aligned:4.0%}   {right:6.1%}")

# %%
Translator(
    "five hundred and eighty two minus forty one",
    models=("bahdanau", "bahdanau-beside"),
)

# %% [markdown]
# There are two groups of starts, about 96 % and about 80 %, and the share of right
# translations does not follow. Here is one of each group. Both translate correctly.
# Compare the rows "hundert": one model looks at "hundred", the other at "and". In
# English numbers "and" follows only "hundred", so it carries the same information.
# And "durch" (try *ten divided by two*) is read at another word by both: it always
# follows "geteilt", so it can be written without looking. Where the choice does not
# matter, nothing in the training makes it look right.
#
# ### Move the weights
#
# A weight that can be moved without changing the word explains nothing about the
# word. So move them: at one German word, put **all** weight on one English word
# after the other, and see what is written.

# %%
ask("01-moved")

# %%
phrase = "five hundred and eighty two minus forty one"
everywhere = np.eye(8)  # row j: all weight on source word j
with views.folded():
    print("all weight on      ", *(f"{w:8}" for w in phrase.split()), sep="")
    for name in ("bahdanau", "bahdanau-beside"):
        model = load_translator(name)
        target = model.steps(phrase).target
        print(name)
        for place in (3, 4, 1):  # und, achtzig, hundert
            words = model.words_if(phrase, place, everywhere)
            print(f"  {target[place] + ' becomes':17}", end="")
            print(*(f"{word:8}" for word in words), sep="")

# %% [markdown]
# Columns: the English word that gets all the weight. Cells: the German word that is
# then written.
#
# - "achtzig" follows the weight in both models: move it to "forty", and "vierzig" is
#   written.
# - "hundert" comes from "and" as well as from "hundred", in both.
# - "und": the second model writes it wherever it looks; the first loses it in most
#   places. (It needs the tens word; the second has it in its state already. Of our
#   starts the second is the exception.)
#
# So two models with the same translation differ in what the same row means, and
# only the experiment tells. It has a limit, too: all weight on one word is unusual
# for the model. A word that changes shows that the weights *can* matter; milder
# moves would test more.
#
# Two papers argue about it: Jain and Wallace (2019, abstract) found weights often
# uncorrelated with how strongly the prediction reacts to a word, and very different
# weights giving the same prediction; Wiegreffe and Pinter (2019, abstract) answered
# that it depends on what one calls an explanation, and proposed tests of when
# attention can serve as one. A fair summary: weights say **which states a layer
# averaged, and how much of each**. Whether that mattered, test.
#
# ## 8 A short history
#
# - **2013**, Graves: a soft window over the text to be written, in handwriting
#   synthesis; it moves forward only (named by Bahdanau et al., §6.1; from a
#   transcription).
# - **2014/15**, Bahdanau, Cho and Bengio: attention in a recurrent translator
#   (additive score, §3.1). So attention did *not* begin in 2017.
# - **2015**, Luong, Pham and Manning: simpler scores, global and local attention
#   (notebook 03).
# - **2017**, Vaswani et al.: a translator without recurrence, of attention and
#   small networks applied to each position; *query*, *key*, *value*; scaled dot
#   products; several heads (notebooks 02 and 04).
#
# One table is often quoted wrongly: Bahdanau's BLEU scores (BLEU compares a
# translation with human ones; 0 to 100, higher is better). It has two columns, for
# *all* test sentences and for those without unknown words. *RNNencdec* is the model
# without attention, *RNNsearch* the one with it, *Moses* the system without neural
# networks that they are compared with; 30 and 50 are the longest sentences trained
# on, *longer* was trained for longer. All figures are from a transcription.

# %%
print(f"{'':26}{'all':>8}{'no unknown words':>20}")
for name in (
    "rnnencdec-30", "rnnsearch-30", "rnnencdec-50", "rnnsearch-50",
    "rnnsearch-50-longer", "moses",
):  # fmt: skip
    both = [published(f"bahdanau-{name}-{c}").text for c in ("all", "no-unk")]
    print(f"{name:26}{both[0]:>8}{both[1]:>20}")

# %% [markdown]
# "34.16 beats 33.30" mixes the columns. On all sentences Moses is clearly ahead. On
# those without unknown words RNNsearch-50 stays below it, and the one trained longer
# is above. And: with attention, training on *short* sentences (30) beats the model
# without attention trained on longer ones (50), in both columns.
#
# ## 9 Spot the bug
#
# The next function follows an early stored version of a widely read blog post
# (lil'log, *Attention? Attention!*; later versions are right). Its rows sum to 1
# and its shapes fit. What is wrong? Decide before you look at the *laws*: short
# statements that every correct attention obeys. (`mask` and the root belong to
# notebook 02; ignore them.)


# %%
def weights_by_share(query, key, value, mask=None):
    scores = query @ key.swapaxes(-1, -2) / math.sqrt(query.shape[-1])
    if mask is not None:
        scores = np.where(mask, scores, 0.0)
    weights = scores / scores.sum(axis=-1, keepdims=True)
    return weights @ value, weights


with views.folded("Decided what is wrong? Click to see the laws."):
    table = laws.check_laws(laws.layer_from_attention(weights_by_share))
    print("breaks", *table.broken, "(which also forbids negative weights)")
    for report in table:
        if report.holds is False:
            print(textwrap.fill(f"- {report.sentence}", 79))

# %% [markdown]
# <details><summary>What is wrong, and what is the repair?</summary>
#
# The exponential is missing. Scores may be negative, so "weights" become
# negative or larger than 1, the output leaves the range of the values, and where
# the scores happen to sum to 0 it divides by 0. Repair: exponentials first, that
# is, softmax.
# </details>
#
# ## 10 Say it in 60 seconds
#
# Close your eyes and answer aloud: *What is the attention mechanism in deep
# learning?* Then tick, one point each:
#
# - **D** – definition: compare query with keys, softmax, average the values; all
#   three computed by learned layers
# - **W** – why: one fixed vector was a bottleneck; now every state can be read
# - **N** – number or shape: weights are not negative and sum to 1 over the keys
# - **T** – trade-off: n × m comparisons; a map is not an explanation
# - **C** – check: "I would plot accuracy against length, with and without"
#
# <details><summary>A model answer</summary>
#
# "Attention is a soft, learned lookup. A query is compared with all keys, a
# softmax turns the scores into weights that are not negative and sum to one, and
# the output is the average of the values with these weights. It came into translation
# with Bahdanau and colleagues, because a recurrent encoder had to squeeze a
# sentence of any length into one vector; with attention the decoder reads all
# encoder states again for every word it writes. There the query is the decoder's
# previous state, and keys and values are the encoder states. I have seen a small
# translator without it fall from 99 % right at one number to 1 % at four, with
# equal training, while the one with attention stayed up. The price: every target
# word is compared with every source word. And the weights are not an explanation by
# themselves: I would plot accuracy against length, and move the weights to see
# whether the output follows. Today the three are usually learned projections, the
# score is a scaled dot product, and a sequence may attend to itself: that is the
# Transformer."
# </details>
#
# ## 11 What interviewers ask next
#
# <details><summary>Is the bottleneck a matter of capacity or of training?</summary>
#
# Our runs do not separate the two cleanly: size and steps both help (0.7 → 13 →
# 23 % with four numbers, one run each). But the largest one writes its training
# expressions right as attention does, and fails on most unseen ones (section 2).
# </details>
# <details><summary>Why is it easier to learn with attention?</summary>
#
# The path is short: a word that is written reaches the word it needs in one step,
# and so does the gradient; without attention both pass through every step of the
# recurrence between them.
# </details>
# <details><summary>How does it differ from a dense layer over positions?</summary>
#
# Such a layer has one fixed weight per place, learned once, for one length.
# Attention computes its weights from the input, for any length.
# </details>
# <details><summary>Soft or hard attention?</summary>
#
# Soft: an average, differentiable. Hard: pick one item at random by the weights;
# then the choice has no gradient, and training needs estimates of it. Notebook 03
# runs both.
# </details>
# <details><summary>Can the output leave the range of the values?</summary>
#
# No: weights are at least 0 and sum to 1, so it is a point between the values.
# A matrix applied afterwards can leave it.
# </details>
# <details><summary>Does the order of keys and values matter? How then does Bahdanau know it?</summary>
#
# Not to the lookup: shuffled alike, the sum has the same terms. In his translator
# the recurrent encoder carries the order into its states. Without recurrence it
# has to be put into the vectors (notebook 03).
# </details>
# <details><summary>When is the query formed, before or after the decoder's step?</summary>
#
# Bahdanau: before, $s_{i-1}$. Luong: after (notebook 03).
# </details>
# <details><summary>Why is the encoder read in both directions?</summary>
#
# So that the state of a word also knows what follows it; a key should describe its
# word in context.
# </details>
# <details><summary>Did anybody supervise the alignment?</summary>
#
# No. The softmax is differentiable, so the loss on the words written reaches the
# scores, and the score network with them.
# </details>
# <details><summary>Is translation with Bahdanau's attention parallel?</summary>
#
# No: encoder and decoder are still recurrent, step by step. Getting rid of that is
# what 2017 changed.
# </details>
# <details><summary>What does it cost for n source and m target words?</summary>
#
# n × m scores, each a small network; n encoder states kept.
# </details>
#
# ## Sources
#
# - Bahdanau, Cho and Bengio (2015), *Neural Machine Translation by Jointly
#   Learning to Align and Translate*: §3.1 (the mechanism), §6.1, figure 2 (length),
#   table 1; read in transcriptions.
# - Vaswani et al. (2017), *Attention Is All You Need*: §3.2 (query, key, value).
# - Jain and Wallace (2019), *Attention is not Explanation*; Wiegreffe and Pinter
#   (2019), *Attention is not not Explanation*: abstracts.
# - The translators, their data, every training run and its result: `training/`
#   and `attention_lib/data/translation_results.json`.
# - Code and posts that are named here were read in a stored version and may have
#   been corrected since. Everything else was computed in the cells above.
#
# Tomorrow, in two days and in a week: say the 60 seconds again, without looking.
