// That all scores agree with attention_lib: tests/unit/widgets/test_editor_agrees_with_js.py.
import assert from "node:assert/strict";
import { test } from "node:test";
import { scoring, titles } from "./support/modules.mjs";
import { aState, randomStates } from "./support/states.mjs";

const { additiveV, generalMatrix, parameterOf, scoreOf } = scoring;
const near = (actual, expected) => assert.ok(Math.abs(actual - expected) < 1e-12, `${actual} is not ${expected}`);
const scored = (changes, q, k) => scoreOf(aState(changes), q, k);

test("each score of one pair is what paper gives", () => {
  const [q, k] = [[3, -1], [2, 4]];
  near(scored({}, q, k), 2);
  near(scored({ score: "general", general: [[1, 10], [100, -1]] }, q, k), 3 * 2 + 3 * 10 * 4 - 100 * 2 + 4);
  near(scored({ score: "additive", additive_v: [2, -1] }, q, k), 2 * Math.tanh(5) - Math.tanh(3));
  near(scored({ score: "cosine" }, q, k), 2 / Math.sqrt(10 * 20));
});

test("a vector of zeros has cosine 0 with everything, never NaN", () => {
  assert.equal(scored({ score: "cosine" }, [0, 0], [2, 4]), 0);
  assert.equal(scored({ score: "cosine" }, [2, 4], [0, 0]), 0);
  assert.equal(scored({ score: "cosine" }, [0, 0], [0, 0]), 0);
});

test("a cosine does not see how long a vector is", () => {
  near(scored({ score: "cosine" }, [0.3, -0.7], [2, 4]), scored({ score: "cosine" }, [3, -7], [0.02, 0.04]));
});

test("by default the general score is not symmetric: it matters who asks", () => {
  for (const size of [2, 3, 8]) {
    const [q, k] = [[1, 2, 3, 4, 5, 6, 7, 8], [3, 1, 5, 1, 4, 9, 2, 6]].map((x) => x.slice(0, size));
    const state = aState({ score: "general", query: [q], key: [k] });
    assert.notEqual(scoreOf(state, q, k), scoreOf(state, k, q));
    assert.equal(generalMatrix(state).length, size);
  }
  assert.deepEqual(generalMatrix(aState({ query: [[1, 2, 3]] })), [[1, 0.5, 0], [0, 1, 0.5], [0, 0, 1]]);
});

test("by default v counts every dimension once", () => {
  assert.deepEqual(additiveV(aState({ query: [[1, 2, 3]] })), [1, 1, 1]);
});

test("only the general and the additive score have numbers of their own", () => {
  for (const state of randomStates(40)) {
    const shape = parameterOf(state).map((row) => row.length);
    const width = state.query[0].length;
    const expected = { dot: [], cosine: [], general: Array(width).fill(width), additive: [width] };
    assert.deepEqual(shape, expected[state.score]);
  }
});

test("the title of S is the formula in use", () => {
  const formula = (changes) => titles.scoreFormula(aState(changes));
  assert.equal(formula({}), "S = QKᵀ/√2");
  assert.equal(formula({ scaled: false, temperature: 2 }), "S = QKᵀ/2.00");
  assert.equal(formula({ score: "general" }), "S = QWₐKᵀ");
  assert.equal(formula({ score: "additive", temperature: 0.5 }), "S = v·tanh(Q + K)/0.50");
  assert.equal(formula({ score: "cosine" }), "S = cos(Q, K)");
});
