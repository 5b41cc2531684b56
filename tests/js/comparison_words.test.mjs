import assert from "node:assert/strict";
import { test } from "node:test";
import { aComparison, randomComparisons } from "./support/comparisons.mjs";
import {
  colour, comparison_derivation, comparison_looks, comparison_selection, comparison_state, comparison_words,
} from "./support/modules.mjs";
import { read, readScore, readWeight } from "./support/printed.mjs";

const { compare, withInput, withSetting } = comparison_state;
const { describeDifference, describeSide, editSentence, largestDifference } = comparison_words;
const { outputComparison, pairComparison } = comparison_derivation;
const NAMES = { queries: ["the", "cat", "sat"], keys: ["the", "cat", "sat"] };
const namesOf = (state) => ({ queries: state.tokens, keys: state.key_tokens ?? state.tokens });

const linesOf = (state, i, j) => Object.fromEntries(
  pairComparison(state, compare(state), namesOf(state), i, j).map(({ name, text }) => [name, text]));

test("a side is described by what it does, not by what has no effect", () => {
  const said = (settings) => describeSide(aComparison({ a: settings }), "a");
  assert.equal(said({}), "dot ÷ √2");
  assert.equal(said({ scaled: false }), "dot");
  assert.equal(said({ score: "additive" }), "additive");
  assert.equal(said({ temperature: 0.5, mask: "causal" }), "dot ÷ √2, temperature 0.5, causal");
  assert.equal(said({ mask: "custom", custom: [[1, 0, 1], [0, 1, 1], [1, 1, 1]] }), "dot ÷ √2, custom mask");
});

test("a difference shows its sign unless it rounds to nothing", () => {
  const said = [0.43, -0.12, 0.004, -0.004, 0, 1].map(comparison_words.difference);
  assert.deepEqual(said, ["+0.43", "−0.12", "0.00", "0.00", "0.00", "+1.00"]);
});

test("the sentence names the cell that differs most, with both weights as they are shown", () => {
  for (const state of randomComparisons(80)) {
    const results = compare(state);
    const found = largestDifference(results);
    const largest = Math.max(...results.difference.flat().map(Math.abs));
    if (!found) {
      assert.ok(largest < 0.005);
      assert.equal(describeDifference(results, namesOf(state)), "A and B agree to two decimals");
      continue;
    }
    const [i, j] = found;
    assert.ok(Math.abs(Math.abs(results.difference[i][j]) - largest) < 1e-8);
    const { queries, keys } = namesOf(state);
    const start = `largest difference: row ${queries[i]}: ${keys[j]} `;
    assert.ok(describeDifference(results, namesOf(state)).startsWith(start));
  }
});

test("of equal differences the first is named, wherever rounding has put the largest", () => {
  const tie = { difference: [[0.1, 0.3 + 1e-12], [-0.3, 0.3]] };
  assert.deepEqual(largestDifference({ difference: [[0.1, 0.3], [-0.3 - 1e-12, 0.2]] }), [0, 1]);
  assert.deepEqual(largestDifference(tie), [0, 1]);
});

test("an edit of a shared number is announced for both sides, a setting for its own", () => {
  const state = aComparison();
  const before = compare(state);
  const both = editSentence(before, compare(withInput(state, "query", 0, 0, 9)), NAMES);
  assert.match(both, /^A: W row the: .+ → .+; B: W row the: .+ → .+; largest difference: row /);
  const one = editSentence(before, compare(withSetting(state, "b", { mask: "causal" })), NAMES);
  assert.match(one, /^B: W row .+ → .+; largest difference: row /);
});

test("both derivations recompute to the weights shown, and their difference to the cell", () => {
  const settings = [{}, { scaled: false }, { temperature: 0.5 }, { mask: "causal" }];
  for (const a of settings) {
    for (const b of settings) {
      const state = aComparison({ a, b });
      const results = compare(state);
      for (let i = 0; i < 3; i++) for (let j = 0; j <= i; j++) cellRecomputes(state, results, i, j);
    }
  }
});

function cellRecomputes(state, results, i, j) {
  const lines = linesOf(state, i, j);
  for (const side of ["a", "b"]) {
    const of = (step) => lines[`${step} ${side.toUpperCase()}`] ?? lines[`${step} A = B`];
    const score = readScore(of("score"));
    const last = score.steps.length ? score.steps.at(-1).quotient : score.product;
    assert.ok(Math.abs(last - results[side].scores[i][j]) <= 0.00501);
    const { above, below, weight } = readWeight(of("weight"));
    assert.ok(Math.abs(above / below - results[side].weights[i][j]) < 0.0065);
    assert.ok(weight === "<.01" || Math.abs(read(weight) - results[side].weights[i][j]) <= 0.00501);
  }
  const [, b, a, difference] = /^(.+) − (.+) = (.+)$/u.exec(lines["B − A"]);
  assert.ok(Math.abs(read(b) - read(a) - results.difference[i][j]) <= 0.00011);
  assert.ok(Math.abs(read(difference.replace("+", "")) - results.difference[i][j]) <= 0.00501);
}

test("a step that is the same on both sides is written once", () => {
  const names = (state) => pairComparison(state, compare(state), NAMES, 1, 0).map(({ name }) => name);
  assert.deepEqual(names(aComparison()),
    ["score A", "score B", "mask A = B", "weight A", "weight B", "B − A"]);
  assert.deepEqual(names(aComparison({ b: { mask: "causal" } })),
    ["score A = B", "mask A", "mask B", "weight A", "weight B", "B − A"]);
  assert.deepEqual(names(aComparison({ b: {} })), ["score A = B", "mask A = B", "weight A = B", "B − A"]);
});

test("steps that only one score has stand under its side alone", () => {
  const state = aComparison({ a: {}, b: { score: "cosine" } });
  const found = pairComparison(state, compare(state), NAMES, 1, 0).map(({ name }) => name);
  assert.deepEqual(found,
    ["|q| B", "|k| B", "score A", "score B", "mask A = B", "weight A", "weight B", "B − A"]);
});

test("an output is derived on both sides", () => {
  const state = aComparison();
  const results = compare(state);
  const lines = outputComparison(state, results, NAMES, 2, 3);
  for (const side of ["A", "B"]) {
    const { text } = lines.find(({ name }) => name === `output ${side}`);
    const shown = read(text.split(" = ").at(-1));
    assert.ok(Math.abs(shown - results[side.toLowerCase()].output[2][3]) <= 0.00501);
  }
});

test("the same cell is outlined in A, in B and in the difference", () => {
  for (const matrix of ["weights-a", "weights-b", "difference"]) {
    const marks = comparison_selection.marksOn({ matrix, row: 2, column: 1 });
    for (const map of ["weights-a", "weights-b", "difference"]) assert.deepEqual(marks[map], { cell: [2, 1] });
    assert.deepEqual([marks.query, marks.key, marks.value], [{ row: 2 }, { row: 1 }, { row: 1 }]);
    assert.deepEqual([marks["output-a"], marks["output-b"]], [{ row: 2 }, { row: 2 }]);
  }
});

test("the difference has one meaning for a colour, and says masked where no side looks", () => {
  const state = aComparison({ a: { mask: "causal" }, b: { mask: "window", window: 0 } });
  const results = compare(state);
  const limits = { inputs: 2, values: 10, parameters: 1, scores: 5 };
  const { difference } = comparison_looks.comparisonLooks(state, results, NAMES, limits);
  const nobody = difference.look(0, 2);
  assert.deepEqual([nobody.text, nobody.masked], ["0", true]);
  const one = difference.look(2, 0);
  assert.match(one.label, /^query sat, key the, B minus A −0\.\d\d, A 0\.\d\d, B masked$/);
  assert.equal(one.masked, undefined);
  const zero = difference.look(0, 0);
  assert.deepEqual([zero.text, zero.background], ["0.00", colour.css(colour.signedColour(0, 1))]);
});
