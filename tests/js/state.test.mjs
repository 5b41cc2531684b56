import assert from "node:assert/strict";
import { test } from "node:test";
import { math, state as edits, words } from "./support/modules.mjs";
import { aCrossState, aState, randomStates } from "./support/states.mjs";

const { keyWords, numbersOf, withMask, withMaskToggled, withNumber, withTokens } = edits;

/** Run an edit and check that it left the state it was given alone. */
function unharmed(before, edit) {
  const copy = structuredClone(before);
  const after = edit(before);
  assert.deepEqual(before, copy);
  return after;
}

test("a number changes in one cell of one matrix", () => {
  const before = aState();
  const after = unharmed(before, (state) => withNumber(state, "key", 2, 1, -9.5));
  assert.deepEqual(after, { ...before, key: [[0.5, -1], [1.5, 2], [-0.4, -9.5]] });
});

test("a number of the score's parameter changes there alone, and a default becomes its own", () => {
  const general = unharmed(aState({ score: "general" }), (state) => withNumber(state, "parameter", 1, 0, -3));
  assert.deepEqual(general, { ...aState({ score: "general" }), general: [[1, 0.5], [-3, 1]] });
  const v = [0.5, 2];
  const additive = withNumber(aState({ score: "additive", additive_v: v }), "parameter", 0, 1, -4);
  assert.deepEqual(additive.additive_v, [0.5, -4]);
  assert.deepEqual([additive.general, v], [null, [0.5, 2]]);
  assert.deepEqual(numbersOf(additive, "parameter"), [[0.5, -4]]);
});

test("a word that stays keeps its numbers, wherever it moves", () => {
  const before = aState();
  const after = unharmed(before, (state) => withTokens(state, ["sat", "dog", "the"]));
  assert.deepEqual(after.tokens, ["sat", "dog", "the"]);
  for (const name of ["query", "key", "value"]) {
    assert.deepEqual(after[name], [before[name][2], words.wordVector("dog", name, before[name][0].length),
      before[name][0]]);
  }
});

test("other words for the queries leave keys and values alone, and the other way round", () => {
  const before = aCrossState();
  const asked = unharmed(before, (state) => withTokens(state, ["car", "blue", "red"]));
  assert.deepEqual(asked.query, [before.query[1], words.wordVector("blue", "query", 2), before.query[0]]);
  assert.deepEqual([asked.key, asked.value, asked.key_tokens], [before.key, before.value, before.key_tokens]);
  const answered = unharmed(before, (state) => withTokens(state, state.tokens, ["belle", "car", "la"]));
  assert.deepEqual([answered.query, answered.tokens], [before.query, before.tokens]);
  for (const [name, size] of [["key", 2], ["value", 4]]) {
    assert.deepEqual(answered[name], [before[name][4], words.wordVector("car", name, size), before[name][0]]);
  }
});

test("giving keys and values their own words changes no number: self-attention is the same call", () => {
  const before = aState({ mask: "window" });
  const after = withTokens(before, before.tokens, before.tokens);
  assert.deepEqual(after, { ...before, key_tokens: before.tokens });
  assert.deepEqual(math.attend(after), math.attend(before));
});

test("back to the same words, keys and values are the queries' words; words in both keep their numbers", () => {
  const before = aCrossState({ key_tokens: ["la", "car", "verte", "est", "belle"] });
  const after = withTokens(before, before.tokens, null);
  assert.equal(after.key_tokens, null);
  assert.deepEqual(keyWords(after), ["red", "car"]);
  assert.deepEqual(after.key, [words.wordVector("red", "key", 2), before.key[1]]);
  assert.deepEqual(after.value[1], before.value[1]);
});

test("a custom mask between two sentences follows the words of each", () => {
  const custom = [[1, 0, 1, 0, 1], [0, 1, 0, 1, 0]];
  const after = withTokens(aCrossState({ mask: "custom", custom }), ["car", "new"], ["belle", "est", "neuf"]);
  assert.deepEqual(after.custom, [[0, 1, 1], [1, 1, 1]]);
});

test("no more keys are padding than there are keys, however many queries there are", () => {
  const before = aCrossState({ mask: "padding", padding: 4 });
  assert.equal(withTokens(before, ["one"]).padding, 4);
  assert.equal(withTokens(before, before.tokens, ["un", "deux", "trois"]).padding, 3);
});

test("of equal words each keeps the numbers nearest by, and none is used twice", () => {
  const before = aState({ tokens: ["the", "cat", "the"] });
  const after = withTokens(before, ["cat", "the", "the", "the"]);
  assert.deepEqual(after.query[0], before.query[1]);
  assert.deepEqual(after.query[1], before.query[0]);
  assert.deepEqual(after.query[2], before.query[2]);
  assert.deepEqual(after.query[3], words.wordVector("the", "query", 2));
});

test("a custom mask follows its words; a new word sees and is seen", () => {
  const custom = [[1, 0, 1], [1, 1, 0], [0, 1, 1]];
  const after = withTokens(aState({ mask: "custom", custom }), ["sat", "new", "the"]);
  assert.deepEqual(after.custom, [[1, 1, 0], [1, 1, 1], [1, 1, 1]]);
  assert.equal(after.mask, "custom");
});

test("fewer words leave no more padding than words", () => {
  assert.equal(withTokens(aState({ mask: "padding", padding: 3 }), ["cat"]).padding, 1);
  assert.equal(withTokens(aState({ padding: 2 }), ["a", "b", "c", "d"]).padding, 2);
});

test("words that are also names of object properties are only words", () => {
  const tokens = ["__proto__", "constructor", "toString", "length"];
  const after = withTokens(aState(), tokens);
  assert.deepEqual(after.tokens, tokens);
  assert.deepEqual(after.key.map((row) => row.length), [2, 2, 2, 2]);
  assert.ok(math.attend(after).weights.flat().every(Number.isFinite));
});

test("toggling one cell of any mask changes what that query sees of that key, and nothing else", () => {
  for (const before of randomStates(60)) {
    const shown = math.visibleKeys(before);
    const row = Math.floor(shown.length / 2);
    const column = shown[0].length - 1;
    const after = unharmed(before, (state) => withMaskToggled(state, row, column));
    assert.equal(after.mask, "custom");
    shown[row][column] = !shown[row][column];
    assert.deepEqual(math.visibleKeys(after), shown);
    assert.deepEqual({ ...after, mask: before.mask, custom: before.custom }, before);
  }
});

test("choosing custom starts from the mask that was shown", () => {
  const before = aState({ mask: "causal" });
  const after = unharmed(before, (state) => withMask(state, "custom"));
  assert.deepEqual(after.custom, [[1, 0, 0], [1, 1, 0], [1, 1, 1]]);
  assert.deepEqual(withMask(before, "window"), { ...before, mask: "window" });
});
