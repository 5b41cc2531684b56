import assert from "node:assert/strict";
import { test } from "node:test";
import { derivation, format, math } from "./support/modules.mjs";
import { read, readScore, readWeight, sumOfProducts } from "./support/printed.mjs";
import { aCrossState, aState, namesOf, randomStates } from "./support/states.mjs";

const { outputLines, pairLines } = derivation;
const UNIT = 0.01; // one in the last printed digit: what rounding each number may cost
const NEARLY = 1e-9;


function linesOf(state, i, j) {
  const lines = pairLines(state, math.attend(state), namesOf(state), i, j);
  return Object.fromEntries(lines.map(({ name, text }) => [name, text]));
}

/** Every cell of many states; few tokens and mild scores make low, positive and negative rows. */
function* cells(count, changes) {
  for (const state of randomStates(count, changes)) {
    const result = math.attend(state);
    for (let i = 0; i < state.query.length; i++) {
      for (let j = 0; j < state.key.length; j++) {
        const { score, mask, weight } = linesOf(state, i, j);
        yield { state, result, i, j, score, mask, weight };
      }
    }
  }
}

test("the worked example reads as on paper", () => {
  const lines = linesOf(aState({ temperature: 2, mask: "causal" }), 1, 0);
  assert.equal(lines.score, "(−2.0)·0.5 + 1.0·(−1.0) = −2.00;  ÷ √2 = −1.4142;  ÷ temperature 2.0 = −0.71");
  assert.equal(lines.mask, "cat may attend to the; 1 of 3 keys are hidden");
});

test("every printed score recomputes: the products add up to it, and each division leads on", () => {
  for (const { state, result, i, j, score } of cells(150, { score: "dot" })) {
    const shown = readScore(score);
    assert.equal(shown.count, state.query[0].length, score);
    assert.ok(Math.abs(shown.recomputed - shown.product) <= UNIT / 2 + NEARLY, score);
    let before = shown.product;
    for (const { divisor, quotient } of shown.steps) {
      assert.ok(Math.abs(before / divisor - quotient) <= UNIT + NEARLY, `${score}: ${before / divisor}`);
      before = quotient;
    }
    assert.equal(format.number(result.scores[i][j]), format.number(before), score);
    const kinds = [...(state.scaled ? ["root"] : []), ...(state.temperature === 1 ? [] : ["temperature"])];
    assert.deepEqual(shown.steps.map(({ kind }) => kind), kinds);
  }
});

test("every printed weight recomputes: its power, the sum of all powers, and their quotient", () => {
  for (const { result, i, j, weight } of cells(150)) {
    if (!result.visible[i][j]) continue;
    const { exponent, slack, own, terms, total, above, below, weight: shown } = readWeight(weight);
    assert.ok(own >= Math.exp(exponent - slack) - 0.0005 - NEARLY, weight);
    assert.ok(own <= Math.exp(exponent + slack) + 0.0005 + NEARLY, weight);
    assert.equal(terms.length, result.visible[i].filter(Boolean).length, weight);
    assert.ok(terms.includes(own), weight);
    const added = terms.reduce((sum, term) => sum + term, 0);
    assert.ok(Math.abs(added - total) <= 0.0005 * (terms.length + 1) + NEARLY, weight);
    assert.deepEqual([above, below], [own, total], weight);
    assert.equal(shown, format.weight(result.weights[i][j], true));
    const printed = shown === "<.01" ? 0.0025 : read(shown);
    assert.ok(Math.abs(above / below - printed) <= UNIT + NEARLY, weight);
  }
});

test("a row of negative scores recomputes too, although its powers are small", () => {
  const state = aState({ scaled: false, query: [[1, -1], [2, 0], [0, 3]], key: [[-6, 0], [-6.5, 0], [-5.8, 0.1]] });
  for (const j of [0, 1, 2]) {
    const { weight } = linesOf(state, 0, j);
    const { above, below, weight: shown } = readWeight(weight);
    assert.ok(Math.abs(above / below - read(shown)) <= UNIT + NEARLY, weight);
  }
});

test("no power is too long to read", () => {
  for (const { result, i, j, weight } of cells(60, { scaled: false, temperature: 0.1 })) {
    if (!result.visible[i][j]) continue;
    const { own, total } = readWeight(weight);
    assert.ok(own < 2000 && total < 20000, weight);
  }
});

test("a masked key shows the chain: score, −∞, weight 0, the others share the row", () => {
  const lines = linesOf(aState({ mask: "causal" }), 1, 2);
  assert.match(lines.score, / = −?\d/);
  assert.equal(lines.mask, "sat is hidden from cat: score → −∞");
  assert.match(lines.weight, /e\^−∞ = 0.*weight 0.*the other keys share/);
});

test("a row with nothing to attend to says so, for its weights and its output", () => {
  const state = aState({ mask: "custom", custom: [[1, 1, 1], [0, 0, 0], [1, 0, 1]] });
  const lines = linesOf(state, 1, 0);
  assert.match(lines.mask, /nothing to attend to.*weights 0 and output 0/);
  assert.match(lines.weight, /^0,.*empty row/);
  const [line, ...rest] = outputLines(state, math.attend(state), namesOf(state), 1, 3);
  assert.deepEqual(rest, []);
  assert.match(line.text, /^cat has nothing to attend to: weights 0, output 0$/);
});

test("every printed output recomputes from the printed weights and values", () => {
  for (const state of randomStates(150)) {
    const result = math.attend(state);
    result.output.forEach((row, i) => row.forEach((_, c) => {
      const [{ text }] = outputLines(state, result, namesOf(state), i, c);
      if (!result.visible[i].some(Boolean)) return;
      const [terms, printed] = text.split(" = ");
      assert.equal(terms.split(" + ").length, result.visible[i].filter(Boolean).length, text);
      assert.equal(printed, format.number(result.output[i][c]));
      assert.ok(Math.abs(sumOfProducts(terms) - read(printed)) <= UNIT + NEARLY,
        `${text}, but the terms give ${sumOfProducts(terms)}`);
    }));
  }
});

test("an output names the row and the column that it reads, and the keys it sees", () => {
  const state = aState({ mask: "causal" });
  const [, reads] = outputLines(state, math.attend(state), namesOf(state), 1, 2);
  assert.equal(reads.text, "row cat of W times column 3 of V: the, cat");
});
