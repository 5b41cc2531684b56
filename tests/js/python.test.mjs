// That the text runs and gives the editor's weights: tests/unit/widgets/test_editor_agrees_with_js.py.
import assert from "node:assert/strict";
import { test } from "node:test";
import { python } from "./support/modules.mjs";
import { aCrossState, aState, SCORES } from "./support/states.mjs";

test("the text reads as a learner would write it", () => {
  const [first, second, , ...rest] = python.asPython(aState({ mask: "causal" })).split("\n");
  assert.equal(first, "import numpy as np");
  assert.equal(second, "from attention_lib import scaled_dot_product_attention");
  assert.equal(rest[0], 'tokens = ["the", "cat", "sat"]');
  assert.equal(rest.filter((line) => line.includes("is_causal=True, return_weights=True")).length, 1);
  assert.ok(rest.every((line) => line.length <= 79), "fits a notebook cell");
});

test("what is left at its default is not written", () => {
  const text = python.asPython(aState());
  assert.doesNotMatch(text, /scale=|mask|temperature/);
});

test("a mask is imported or written out, with what True means", () => {
  assert.match(python.asPython(aState({ mask: "padding", padding: 2 })), /import padding_mask, scaled_dot.*\n[^]*padding_mask\(1, 3\)/);
  assert.match(python.asPython(aState({ mask: "window", window: 2 })), /window_mask\(3, 3, before=2\)/);
  const custom = [[1, 0, 1], [0, 0, 0], [1, 1, 1]];
  assert.match(python.asPython(aState({ mask: "custom", custom })), /\[0, 0, 0\],[^]*dtype=bool\).*True = may attend/);
});

test("the words of keys and values are written where they are their own", () => {
  assert.ok(python.asPython(aCrossState()).includes('key_tokens = ["la", "voiture", "verte", "est", "belle"]\n'));
  assert.doesNotMatch(python.asPython(aState()), /key_tokens/);
});

test("each score is written with what it needs, and fits a notebook cell", () => {
  const general = python.asPython(aCrossState({ score: "general", mask: "causal" }));
  assert.match(general, /import attend, causal_mask, general_score\n[^]*causal_mask\(2, 5\)[^]*general_score\(query, key, matrix=matrix\)\n/);
  assert.match(general, /matrix = np\.array\(\[\n {4}\[1, 0\.5\],\n {4}\[0, 1\],\n\]\)/);
  const additive = python.asPython(aState({ score: "additive", additive_v: [0.5, -2] }));
  assert.match(additive, /v = np\.array\(\[0\.5, -2\]\)\n[^]*additive_score\(query, key, w_query=eye, w_key=eye, v=v\)\n/);
  assert.match(python.asPython(aState({ score: "cosine", temperature: 0.5 })), /return cosine_score\(query, key\) \/ 0\.5\n/);
  for (const score of SCORES) {
    const text = python.asPython(aCrossState({ score, mask: "window", temperature: 0.37 }));
    assert.ok(text.split("\n").every((line) => line.length <= 79), text);
  }
});

test("no state ends the string that holds a word", () => {
  const text = python.asPython(aState({ tokens: ['"]; import os #', "\\", "a\nb"] }));
  assert.ok(text.includes(String.raw`tokens = ["\"]; import os #", "\\", "a\nb"]`), text);
});
