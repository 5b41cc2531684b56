// The derivations of the general, the additive and the cosine score; dot: derivation.test.mjs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { derivation, format, math, scoring } from "./support/modules.mjs";
import { readAdditive, readCosine, readLength, readProjection, readScore } from "./support/printed.mjs";
import { aCrossState, aState, namesOf, randomStates } from "./support/states.mjs";

const NEARLY = 1e-9;
const UNIT = 0.01; // one in the last printed digit

function linesOf(state, i, j) {
  const lines = derivation.pairLines(state, math.attend(state), namesOf(state), i, j);
  return Object.fromEntries(lines.map(({ name, text }) => [name, text]));
}

/** Every cell of many states with one score. */
function* cells(score, count = 60) {
  for (const state of randomStates(count, { score })) {
    const { raw, scores } = math.attend(state);
    for (const [i, q] of state.query.entries()) {
      for (const [j, k] of state.key.entries()) {
        yield { state, q, k, raw: raw[i][j], shown: format.number(scores[i][j]), lines: linesOf(state, i, j) };
      }
    }
  }
}

const close = (actual, expected, slack, text) =>
  assert.ok(Math.abs(actual - expected) <= slack + NEARLY, `${text}: ${actual} is not ${expected}`);

test("the worked examples read as on paper", () => {
  const state = (changes) => aState({ query: [[0.7, -1]], key: [[1.4, 2]], value: [[1, 2]], tokens: ["cat"], ...changes });
  assert.equal(linesOf(state({ score: "additive" }), 0, 0).score,
    "1.0·tanh(0.7 + 1.4) + 1.0·tanh(−1.0 + 2.0) = 1.0·0.9705 + 1.0·0.7616 = 1.73");
  const general = linesOf(state({ score: "general", temperature: 2 }), 0, 0);
  assert.equal(general["q·Wₐ"], "(1) 0.7·1.0 = 0.70;  (2) 0.7·0.5 + (−1.0)·1.0 = −0.65");
  assert.equal(general.score, "0.70·1.4 + (−0.65)·2.0 = −0.32;  ÷ temperature 2.0 = −0.16");
  const cosine = linesOf(state({ score: "cosine" }), 0, 0);
  assert.equal(cosine["|q|"], "√(0.7² + (−1.0)²) = 1.2207");
  assert.equal(cosine["|k|"], "√(1.4² + 2.0²) = 2.4413");
  assert.equal(cosine.score, "0.7·1.4 + (−1.0)·2.0 = −1.02;  ÷ (1.2207·2.4413) = −0.34");
});

test("every printed additive score recomputes from its inputs, and from its printed tanh", () => {
  for (const { state, q, k, raw, shown, lines } of cells("additive")) {
    const { terms, valued, raw: printed, last } = readAdditive(lines.score);
    assert.deepEqual(terms, scoring.additiveV(state).map((v, c) => [v, q[c], k[c]]), lines.score);
    close(terms.reduce((sum, [v, x, y]) => sum + v * Math.tanh(x + y), 0), raw, 0, lines.score);
    close(valued, printed, UNIT, lines.score);
    close(printed, raw, UNIT / 2, lines.score);
    assert.equal(last, shown, lines.score);
  }
});

test("every printed general score recomputes: first q·Wₐ, column by column, then its product with k", () => {
  for (const { state, q, k, raw, shown, lines } of cells("general")) {
    const columns = readProjection(lines["q·Wₐ"]);
    assert.equal(columns.length, q.length);
    for (const { recomputed, value } of columns) close(recomputed, value, 0.00005, lines["q·Wₐ"]);
    const { recomputed, count, product, steps } = readScore(lines.score);
    assert.equal(count, k.length);
    close(recomputed, product, UNIT, lines.score);
    close(product, raw, UNIT / 2, lines.score);
    assert.deepEqual(steps.map(({ kind }) => kind), state.temperature === 1 ? [] : ["temperature"]);
    assert.equal(format.number(steps.at(-1)?.quotient ?? product), shown, lines.score);
  }
});

test("every printed cosine recomputes: product, both lengths, quotient", () => {
  for (const { q, k, raw, shown, lines } of cells("cosine")) {
    if (lines.score.includes("no direction")) {
      assert.ok([q, k].some((vector) => vector.every((x) => x === 0)) && raw === 0, lines.score);
      continue;
    }
    const sides = { "|q|": q, "|k|": k };
    for (const [name, vector] of Object.entries(sides)) {
      const { components, length } = readLength(lines[name]);
      assert.deepEqual(components, vector);
      close(length, Math.hypot(...components), 0.00005, lines[name]);
    }
    const { recomputed, product, lengths, raw: printed, last } = readCosine(lines.score);
    close(recomputed, product, 0.00005, lines.score);
    assert.deepEqual(lengths, [readLength(lines["|q|"]).length, readLength(lines["|k|"]).length]);
    close(product / (lengths[0] * lengths[1]), printed, UNIT, lines.score);
    assert.equal(last, shown, lines.score);
  }
});

test("a cosine of the smallest vectors still recomputes: no length is printed as 0", () => {
  const state = aState({ score: "cosine", query: [[0.00001, 0.00003]], key: [[-0.00002, 0.00001]] });
  const { recomputed, lengths, raw } = readCosine(linesOf(state, 0, 0).score);
  close(recomputed / (lengths[0] * lengths[1]), raw, UNIT, linesOf(state, 0, 0).score);
});

test("a vector of zeros: the derivation says why its cosine is 0", () => {
  const zeros = { score: "cosine", query: [[0, 0]], key: [[0.5, -1]], temperature: 2 };
  assert.match(linesOf(aState(zeros), 0, 0).score, /^\|q\| = 0, .*no direction.* = 0\.00;  ÷ temperature 2\.0 = 0\.00$/);
  assert.match(linesOf(aState({ ...zeros, query: [[1, 2]], key: [[0, 0]] }), 0, 0).score, /^\|k\| = 0,/);
});

test("no score but the dot product is divided by a root, scaled or not", () => {
  for (const score of ["general", "additive", "cosine"]) {
    for (const scaled of [true, false]) assert.doesNotMatch(linesOf(aState({ score, scaled }), 1, 2).score, /÷ √/);
  }
});

test("between two sentences a pair is named by a word of each", () => {
  const lines = linesOf(aCrossState({ mask: "causal", score: "cosine" }), 1, 3);
  assert.equal(lines.mask, "est is hidden from car: score → −∞");
});
