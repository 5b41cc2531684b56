import assert from "node:assert/strict";
import { test } from "node:test";
import { aComparison, randomComparisons } from "./support/comparisons.mjs";
import { FakeModel } from "./support/model.mjs";
import { comparison_presets, comparison_state, math, state as edits, store as stores } from "./support/modules.mjs";

const { compare, onBothSides, sideOf, withInput, withSetting } = comparison_state;
const { CUSTOM, presetOf, PRESETS, withPreset } = comparison_presets;

test("each side is what the editor would compute from the shared numbers and its settings", () => {
  for (const state of randomComparisons(60)) {
    const results = compare(state);
    for (const side of ["a", "b"]) {
      const { a, b, ...shared } = state;
      assert.deepEqual(results[side], math.attend({ ...shared, ...state[side] }));
    }
  }
});

test("the difference is B minus A, cell by cell, and never leaves the legend", () => {
  for (const state of randomComparisons(60)) {
    const { a, b, difference } = compare(state);
    difference.forEach((row, i) => row.forEach((x, j) => {
      assert.equal(x, b.weights[i][j] - a.weights[i][j]);
      assert.ok(Math.abs(x) <= 1);
    }));
  }
});

test("a row of differences adds to 0: what one key gains others lose", () => {
  for (const state of randomComparisons(60)) {
    const { a, b, difference } = compare(state);
    difference.forEach((row, i) => {
      if (!a.visible[i].some(Boolean) || !b.visible[i].some(Boolean)) return;
      assert.ok(Math.abs(row.reduce((sum, x) => sum + x, 0)) < 1e-9);
    });
  }
});

test("a custom mask always carries its matrix: the one drawn in Python, else what was seen before", () => {
  const state = aComparison({ a: { mask: "causal", custom: null } });
  const chosen = withSetting(state, "a", { mask: "custom" });
  assert.deepEqual(chosen.a.custom, [[1, 0, 0], [1, 1, 0], [1, 1, 1]]);
  assert.deepEqual(compare(chosen).a, compare(state).a);
  const drawn = [[0, 1, 1], [1, 0, 1], [1, 1, 0]];
  const again = withSetting(aComparison({ a: { mask: "causal", custom: drawn } }), "a", { mask: "custom" });
  assert.deepEqual(again.a.custom, drawn);
  assert.equal(withSetting(state, "a", { mask: "window" }).a.custom, null);
});

test("equal settings differ nowhere", () => {
  const { difference } = compare(aComparison({ b: {} }));
  assert.deepEqual(difference, [[0, 0, 0], [0, 0, 0], [0, 0, 0]]);
});

test("a setting changes its side alone, and a number changes both", () => {
  const state = aComparison();
  const before = compare(state);
  const masked = compare(withSetting(state, "b", { mask: "causal" }));
  assert.deepEqual(masked.a, before.a);
  assert.notDeepEqual(masked.b.weights, before.b.weights);
  const edited = compare(withInput(state, "key", 2, 1, 5));
  assert.notDeepEqual(edited.a.weights, before.a.weights);
  assert.notDeepEqual(edited.b.weights, before.b.weights);
  assert.equal(state.key[2][1], 0.1);
});

test("new words reach both sides, and each keeps its own mask", () => {
  const drawn = [[1, 0, 1], [1, 1, 0], [0, 0, 1]];
  const state = aComparison({ a: { mask: "custom", custom: drawn }, b: { mask: "padding", padding: 3 } });
  const next = onBothSides(state, (one) => edits.withTokens(one, ["cat", "sat"]));
  assert.deepEqual(next.a.custom, [[1, 0], [0, 1]]);
  assert.equal(next.a.mask, "custom");
  assert.equal(next.b.padding, 2);
  assert.deepEqual(next.query, state.query.slice(1));
  assert.deepEqual(Object.keys(next), Object.keys(state));
  assert.deepEqual(compare(next).difference.map((row) => row.length), [2, 2]);
});

test("words of their own for the keys make maps that are not square", () => {
  const next = onBothSides(aComparison(), (one) => edits.withTokens(one, one.tokens, ["la", "voiture"]));
  assert.deepEqual(compare(next).difference.map((row) => row.length), [2, 2, 2]);
  assert.deepEqual(next.key_tokens, ["la", "voiture"]);
  assert.deepEqual(sideOf(next, "b").key_tokens, ["la", "voiture"]);
});

test("every preset is recognised by its name, and sets nothing but the two sides", () => {
  const state = aComparison({ a: { mask: "custom", temperature: 7 }, b: { score: "cosine", scaled: false } });
  assert.equal(presetOf(state), CUSTOM);
  for (const name of PRESETS) {
    const next = withPreset(state, name);
    assert.equal(presetOf(next), name);
    assert.deepEqual({ ...next, a: null, b: null }, { ...state, a: null, b: null });
  }
});

test("every preset shows a difference", () => {
  for (const name of PRESETS) {
    const { difference } = compare(withPreset(aComparison(), name));
    assert.ok(Math.max(...difference.flat().map(Math.abs)) > 0.005, name);
  }
});

test("50 edits of numbers and of both sides are undone one by one", () => {
  const model = new FakeModel({ state: aComparison() });
  const store = new stores.Store(model, () => {}, (task) => task(), compare);
  const seen = [store.result];
  for (let n = 1; n <= 50; n++) {
    store.commit(n % 3 === 0 ? withInput(store.state, "query", 1, 0, n / 10)
      : withSetting(store.state, n % 2 ? "a" : "b", { temperature: 1 + n / 10 }));
    seen.push(store.result);
  }
  for (let n = 49; n >= 0; n--) {
    assert.equal(store.travel("undo"), true);
    assert.deepEqual(store.result, seen[n]);
  }
  assert.equal(store.travel("undo"), false);
  assert.equal(model.saved.length, 100);
});
