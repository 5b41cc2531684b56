import assert from "node:assert/strict";
import { test } from "node:test";
import { math, scoring } from "./support/modules.mjs";
import { aCrossState, aState, randomStates } from "./support/states.mjs";

const { attend, rowPeak, scoreDivisor, softmax, visibleKeys } = math;
const all = (row) => row.map(() => true);
const sum = (row) => row.reduce((total, x) => total + x, 0);

function close(actual, expected, tolerance = 1e-12) {
  assert.equal(actual.length, expected.length);
  actual.forEach((x, i) => assert.ok(Math.abs(x - expected[i]) <= tolerance, `${actual} is not ${expected}`));
}

test("softmax turns differences into ratios: ln 3 more is three times the weight", () => {
  close(softmax([Math.log(3), 0, Math.log(2)], [true, true, true]), [3 / 6, 1 / 6, 2 / 6]);
});

test("adding the same number to every score changes no weight", () => {
  const row = [0.3, -1.2, 2, 0.7];
  close(softmax(row.map((x) => x + 5000), all(row)), softmax(row, all(row)));
});

test("scores of ±10000 stay finite", () => {
  close(softmax([1e4, -1e4, 0], [true, true, true]), [1, 0, 0]);
  close(softmax([-1e4, -1e4], [true, true]), [0.5, 0.5]);
  close(softmax([-1e4, 1e4, 1e4], [true, false, true]), [0, 0, 1]);
});

test("a hidden key has weight exactly 0, the others share as if it were not there", () => {
  const hidden = softmax([1, 99, 3], [true, false, true]);
  assert.equal(hidden[1], 0);
  const shorter = softmax([1, 3], [true, true]);
  close([hidden[0], hidden[2]], shorter);
});

test("a row with nothing to attend to is 0, never NaN", () => {
  assert.deepEqual(softmax([3, -2], [false, false]), [0, 0]);
  const { weights, output } = attend(aState({ mask: "custom", custom: [[1, 0, 1], [0, 0, 0], [1, 1, 1]] }));
  assert.deepEqual(weights[1], [0, 0, 0]);
  assert.deepEqual(output[1], [0, 0, 0, 0]);
  assert.ok(Math.abs(sum(weights[0]) - 1) < 1e-12);
});

test("the row's maximum is taken over visible keys only", () => {
  assert.equal(rowPeak([5, 9, -3], [true, false, true]), 5);
  assert.equal(rowPeak([5, 9], [false, false]), -Infinity);
});

test("a dot product multiplies pairwise and adds", () => {
  assert.equal(scoring.dot([1, 2, -3], [4, 0.5, 2]), -1);
});

test("scores are divided by the square root of head_dim, not of any other size, and by the temperature", () => {
  assert.equal(scoreDivisor(aState()), Math.SQRT2);
  assert.equal(scoreDivisor(aState({ scaled: false })), 1);
  assert.equal(scoreDivisor(aState({ scaled: false, temperature: 0.1 })), 0.1);
  assert.equal(scoreDivisor(aState({ temperature: 10 })), 10 * Math.SQRT2);
  const { raw, scores } = attend(aState({ temperature: 4 }));
  assert.equal(raw[0][1], 2.5);
  close([scores[0][1]], [2.5 / Math.SQRT2 / 4]);
});

test("only dot products are divided by the square root of head_dim; the temperature divides every score", () => {
  for (const score of ["general", "additive", "cosine"]) {
    assert.equal(scoreDivisor(aState({ score })), 1);
    assert.equal(scoreDivisor(aState({ score, temperature: 2.5 })), 2.5);
  }
});

test("scores put queries in rows and keys in columns, however many there are of each", () => {
  close(attend(aState()).raw[1], [-2, -1, 0.9]);
  close(attend(aCrossState()).raw[1], [-2, -1, 0.9, 3, 1]);
  const { weights, output } = attend(aCrossState());
  assert.deepEqual([weights.length, weights[0].length, output.length, output[0].length], [2, 5, 2, 4]);
});

test("a low temperature sharpens, a high one flattens", () => {
  const largest = (temperature) => Math.max(...attend(aState({ temperature })).weights[1]);
  assert.ok(largest(0.1) > 0.9999);
  assert.ok(largest(0.1) > largest(1) && largest(1) > largest(10) && largest(10) < 0.4);
});

test("each mask shows exactly the keys of its rule", () => {
  const shown = (changes) => visibleKeys(aState(changes)).map((row) => row.map(Number));
  assert.deepEqual(shown({ mask: "none" }), [[1, 1, 1], [1, 1, 1], [1, 1, 1]]);
  assert.deepEqual(shown({ mask: "causal" }), [[1, 0, 0], [1, 1, 0], [1, 1, 1]]);
  assert.deepEqual(shown({ mask: "padding", padding: 2 }), [[1, 0, 0], [1, 0, 0], [1, 0, 0]]);
  assert.deepEqual(shown({ mask: "padding", padding: 3 }), [[0, 0, 0], [0, 0, 0], [0, 0, 0]]);
  assert.deepEqual(shown({ mask: "window", window: 1 }), [[1, 1, 0], [1, 1, 1], [0, 1, 1]]);
  assert.deepEqual(shown({ mask: "window", window: 0 }), [[1, 0, 0], [0, 1, 0], [0, 0, 1]]);
  const custom = [[0, 1, 1], [0, 0, 1], [1, 0, 0]];
  assert.deepEqual(shown({ mask: "custom", custom }), custom);
});

test("a mask between two queries and five keys starts at the first key", () => {
  const shown = (changes) => visibleKeys(aCrossState(changes)).map((row) => row.map(Number));
  assert.deepEqual(shown({ mask: "causal" }), [[1, 0, 0, 0, 0], [1, 1, 0, 0, 0]]);
  assert.deepEqual(shown({ mask: "window", window: 2 }), [[1, 1, 1, 0, 0], [1, 1, 1, 1, 0]]);
  assert.deepEqual(shown({ mask: "padding", padding: 4 }), [[1, 0, 0, 0, 0], [1, 0, 0, 0, 0]]);
});

test("every visible row of weights adds to 1, and an output lies between its values", () => {
  for (const state of randomStates(200)) {
    const { weights, visible, output } = attend(state);
    weights.forEach((row, i) => {
      assert.ok(Math.abs(sum(row) - Number(visible[i].some(Boolean))) < 1e-9);
      assert.ok(row.every((w, j) => (visible[i][j] ? w >= 0 : w === 0)));
      output[i].forEach((x, c) => {
        const seen = state.value.filter((_, j) => visible[i][j]).map((row) => row[c]);
        if (seen.length === 0) assert.equal(x, 0);
        else assert.ok(x >= Math.min(...seen) - 1e-9 && x <= Math.max(...seen) + 1e-9);
      });
    });
  }
});
