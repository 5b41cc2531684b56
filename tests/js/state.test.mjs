import assert from "node:assert/strict";
import { test } from "node:test";
import { math, state as edits, words } from "./support/modules.mjs";
import { aState, randomStates } from "./support/states.mjs";

const { withMask, withMaskToggled, withNumber, withTokens } = edits;

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

test("a word that stays keeps its numbers, wherever it moves", () => {
  const before = aState();
  const after = unharmed(before, (state) => withTokens(state, ["sat", "dog", "the"]));
  assert.deepEqual(after.tokens, ["sat", "dog", "the"]);
  for (const name of ["query", "key", "value"]) {
    assert.deepEqual(after[name], [before[name][2], words.wordVector("dog", name, before[name][0].length),
      before[name][0]]);
  }
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
    const column = shown.length - 1;
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
