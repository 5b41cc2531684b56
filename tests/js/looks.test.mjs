import assert from "node:assert/strict";
import { test } from "node:test";
import { looks as cellLooks, math, state as edits } from "./support/modules.mjs";
import { aCrossState, aState, namesOf, randomStates } from "./support/states.mjs";

const { changeSentence, looks } = cellLooks;
const LIMITS = { inputs: 2, values: 10, parameters: 1, scores: 5 };
const looksOf = (state) => {
  const painters = Object.entries(looks(state, math.attend(state), namesOf(state), LIMITS));
  return Object.fromEntries(painters.map(([matrix, painter]) => [matrix, painter.look]));
};

function sentenceFor(before, after) {
  return changeSentence(math.attend(before), math.attend(after), namesOf(after));
}

test("a cell's name says query, key, weight and score", () => {
  const cell = looksOf(aState()).weights(1, 2);
  assert.match(cell.label, /^query cat, key sat, weight 0\.\d\d, score −?\d\.\d\d$/);
  assert.ok(cell.label.includes(cell.text));
});

test("a masked cell reads: masked, weight 0", () => {
  const { mask, weights } = looksOf(aState({ mask: "causal" }));
  assert.deepEqual([weights(0, 2).label, weights(0, 2).text], ["query the, key sat, masked, weight 0", "0"]);
  assert.deepEqual([mask(0, 2).label, mask(0, 2).text], ["query the, key sat, masked", "−∞"]);
  assert.ok(weights(0, 2).masked && mask(0, 2).masked && !weights(2, 0).masked);
  assert.deepEqual([mask(2, 0).label, mask(2, 0).text], ["query sat, key the, may attend", "✓"]);
});

test("a number's name says matrix, word, dimension and value", () => {
  const { query, key, value, output } = looksOf(aState());
  assert.equal(query(1, 0).label, "query cat, dimension 1, value −2.00");
  assert.equal(key(2, 1).label, "key sat, dimension 2, value 0.10");
  assert.equal(value(1, 3).label, "value cat, dimension 4, value 10.00");
  assert.match(output(0, 2).label, /^output the, dimension 3, value −?\d+\.\d\d$/);
});

test("a cell between two sentences is named by a word of each", () => {
  const cells = looksOf(aCrossState({ mask: "causal" }));
  assert.match(cells.weights(1, 0).label, /^query car, key la, weight 0\.\d\d, score/);
  assert.equal(cells.mask(0, 4).label, "query red, key belle, masked");
  assert.equal(cells.key(3, 1).label, "key est, dimension 2, value 3.00");
  assert.equal(cells.value(4, 0).label, "value belle, dimension 1, value 5.00");
  assert.match(cells.output(1, 0).label, /^output car, dimension 1/);
});

test("a number of the score itself is named by what it joins", () => {
  const general = looksOf(aState({ score: "general", general: [[0.3, -0.7], [2, 1]] })).parameter(0, 1);
  assert.deepEqual([general.label, general.text], ["Wₐ, query dimension 1, key dimension 2, value −0.70", "−0.70"]);
  assert.equal(looksOf(aState({ score: "additive", additive_v: [1, 0.25] })).parameter(0, 1).label, "v, dimension 2, value 0.25");
});

test("no weight is written as plain 0 unless its key is masked", () => {
  for (const state of randomStates(60)) {
    const { visible } = math.attend(state);
    const { weights } = looksOf(state);
    visible.forEach((row, i) => row.forEach((seen, j) => assert.equal(weights(i, j).text === "0", !seen)));
  }
});

test("the change that is announced is the largest one", () => {
  const before = aState({ query: [[0, 0], [0, 0], [0, 0]] });
  const after = edits.withNumber(before, "query", 2, 1, 4);
  assert.match(sentenceFor(before, after), /^W row sat: cat 0\.33 → (0\.9\d|1\.00)$/);
});

test("masking is announced by the largest change, with plain 0 for a masked key", () => {
  const before = aState({ query: [[0, 0], [1, 1], [0, 0]], key: [[0, 0], [0, 0], [3, 3]] });
  const after = edits.withMaskToggled(before, 1, 2);
  assert.match(sentenceFor(before, after), /^W row cat: sat (0\.9\d|1\.00) → 0$/);
});

test("a changed value leaves the weights alone and is announced as an output", () => {
  const before = aState({ query: [[0, 0], [0, 0], [0, 0]] });
  const after = edits.withNumber(before, "value", 0, 1, 5);
  assert.equal(sentenceFor(before, after), "Weights unchanged; O row the: dimension 2 −0.33 → 0.67");
});

test("an edit that reaches no weight and no output says so", () => {
  const before = aState({ mask: "padding", padding: 1 });
  assert.match(sentenceFor(before, edits.withNumber(before, "key", 2, 0, 9)), /^No weight and no output changed/);
});

test("what is announced as changed differs in what is shown", () => {
  for (const before of randomStates(100, { temperature: 1 })) {
    const after = edits.withNumber(before, "query", 0, 0, before.query[0][0] > 0 ? -0.02 : 0.02);
    const [, was, is] = / (\S+) → (\S+)$/u.exec(sentenceFor(before, after)) ?? [null, 0, 1];
    assert.notEqual(was, is, sentenceFor(before, after));
  }
});

test("new words are not announced as nothing changed", () => {
  const before = aState();
  for (const tokens of [["the", "cat"], ["the", "cat", "sat", "down"]]) {
    assert.doesNotMatch(sentenceFor(before, edits.withTokens(before, tokens)), /^No weight/);
  }
});

test("another size of W is announced with its words, those of the keys where they are others", () => {
  const self = aState();
  assert.equal(sentenceFor(self, edits.withTokens(self, ["cat", "sat"])), "W is now 2 × 2: cat, sat");
  const cross = aCrossState();
  assert.equal(sentenceFor(cross, edits.withTokens(cross, cross.tokens, ["la", "est", "la"])),
    "W is now 2 × 3: queries red, car; keys la, est, la");
});
