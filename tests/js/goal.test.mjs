import assert from "node:assert/strict";
import { test } from "node:test";
import { goal as goals } from "./support/modules.mjs";
import { aCrossState, aState } from "./support/states.mjs";

const WORDS = ["the", "cat", "sat"];
const goalStatus = (goal, result, tokens = WORDS) =>
  goals.goalStatus(goal, result, aState({ tokens }), aState({ tokens: WORDS }));
const result = { weights: [[0.2, 0.8], [0.6, 0.4], [0.5, 0.5]] };
const goal = (changes) => ({ text: "make cat see sat", query: 0, key: 1, ...changes });

test("a goal is done when the weight passes its bound", () => {
  assert.equal(goalStatus(goal({ above: 0.7 }), result).done, true);
  assert.equal(goalStatus(goal({ above: 0.9 }), result).done, false);
  assert.equal(goalStatus(goal({ key: 0, below: 0.3 }), result).done, true);
  assert.equal(goalStatus(goal({ key: 0, below: 0.1 }), result).done, false);
  assert.equal(goalStatus(goal({ above: 0.7, below: 0.75 }), result).done, false);
  assert.equal(goalStatus(goal({ query: 1, key: 0, above: 0.55, below: 0.65 }), result).done, true);
});

test("a bound itself is not enough", () => {
  assert.equal(goalStatus(goal({ above: 0.8 }), result).done, false);
  assert.equal(goalStatus(goal({ below: 0.8 }), result).done, false);
});

test("a bound of 0 is a bound", () => {
  assert.equal(goalStatus(goal({ below: 0 }), result).done, false);
});

test("the task, whether it is done, and the weight can be read without colour", () => {
  const done = goalStatus(goal({ above: 0.7 }), result).text;
  const open = goalStatus(goal({ above: 0.9 }), result).text;
  for (const text of [done, open]) assert.ok(text.includes("make cat see sat") && text.includes("0.80"), text);
  assert.ok(done.includes("✓ done") && !open.includes("✓"), open);
  assert.ok(open.includes("not yet"));
});

test("a goal whose words are gone says so", () => {
  for (const place of [{ query: 3 }, { key: 2 }]) {
    const { done, text } = goalStatus(goal({ above: 0, ...place }), result);
    assert.equal(done, false);
    assert.match(text, /make cat see sat.*words are gone/);
  }
});

test("a goal is about its words: others in their places do not reach it", () => {
  const reached = goal({ above: 0.7 });
  assert.equal(goalStatus(reached, result, ["the", "dog", "sat"]).done, false);
  assert.match(goalStatus(reached, result, ["the", "dog", "sat"]).text, /words are gone/);
  assert.equal(goalStatus(reached, result, ["the", "cat", "ran"]).done, true);
});

test("in cross-attention a goal is about one word of each sentence", () => {
  const start = aCrossState();
  const status = (changes) => goals.goalStatus(goal({ above: 0.7 }), result, aCrossState(changes), start);
  assert.equal(status({}).done, true);
  assert.equal(status({ tokens: ["red", "voiture"] }).done, true);
  assert.equal(status({ key_tokens: ["la", "red", "verte", "est", "belle"] }).done, false);
  assert.match(status({ key_tokens: null }).text, /words are gone/);
  assert.match(status({ tokens: ["blue", "car"] }).text, /words are gone/);
});
