// The forward pass for the small editable case. Python's attention_lib stays the
// source of truth: tests/browser and tests/unit/widgets hold both to the same numbers.
import { projected as weightedSum, scoreOf } from "./scoring.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Result} Result */

/** @param {State} state @returns {Result} */
export function attend(state) {
  const raw = state.query.map((q) => state.key.map((k) => scoreOf(state, q, k)));
  const divisor = scoreDivisor(state);
  const scores = raw.map((row) => row.map((score) => score / divisor));
  const visible = visibleKeys(state);
  const weights = scores.map((row, i) => softmax(row, visible[i]));
  const output = weights.map((row) => weightedSum(row, state.value));
  return { raw, scores, visible, weights, output };
}

/** What the raw scores are divided by. @param {State} state */
export function scoreDivisor(state) {
  return (isScaled(state) ? Math.sqrt(state.query[0].length) : 1) * state.temperature;
}

/**
 * √head_dim is the dot product's own: a cosine stays within ±1, and Wₐ and v are learned,
 * any factor with them.
 * @param {State} state
 */
export const isScaled = (state) => state.scaled && state.score === "dot";

/**
 * Softmax over the visible entries; all weights are 0 where nothing is visible.
 * @param {number[]} row @param {boolean[]} visible
 */
export function softmax(row, visible) {
  const peak = rowPeak(row, visible);
  const exponentials = row.map((score, j) => (visible[j] ? Math.exp(score - peak) : 0));
  const total = exponentials.reduce((sum, e) => sum + e, 0);
  return exponentials.map((e) => (total === 0 ? 0 : e / total));
}

/** @param {number[]} row @param {boolean[]} visible */
export function rowPeak(row, visible) {
  return row.reduce((peak, score, j) => (visible[j] && score > peak ? score : peak), -Infinity);
}

/** True = may attend. @param {State} state @returns {boolean[][]} */
export function visibleKeys(state) {
  const keyLen = state.key.length;
  const rule = {
    none: () => true,
    causal: (/** @type {number} */ i, /** @type {number} */ j) => j <= i,
    padding: (/** @type {number} */ _i, /** @type {number} */ j) => j < keyLen - state.padding,
    window: (/** @type {number} */ i, /** @type {number} */ j) => Math.abs(i - j) <= state.window,
    custom: (/** @type {number} */ i, /** @type {number} */ j) => !state.custom || state.custom[i][j] === 1,
  }[state.mask];
  return state.query.map((_, i) => state.key.map((__, j) => rule(i, j)));
}
