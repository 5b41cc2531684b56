// The arithmetic behind one cell, every term of which recomputes to the value shown.
import { bracketed, number, weight } from "./format.js";
import { rowPeak } from "./math.js";
import { scoreLines } from "./score_lines.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Result} Result */
/** @typedef {{ queries: string[], keys: string[] }} Names */
/** @typedef {{ name: string, text: string }} Line */

// Scores up to here have powers that can be read; larger rows are shifted first, and so are
// rows of negative scores, whose powers would all begin with 0.00.
const READABLE_SCORE = 7;
const READABLE_PEAK = -1;

/**
 * Score, mask and weight of one query-key pair.
 * @param {State} state @param {Result} result @param {Names} names @param {number} i @param {number} j
 * @returns {Line[]}
 */
export function pairLines(state, result, names, i, j) {
  return [
    ...scoreLines(state, result, i, j),
    { name: "mask", text: maskText(result, names, i, j) },
    { name: "weight", text: weightText(result, i, j) },
  ];
}

/**
 * One component of one output.
 * @param {State} state @param {Result} result @param {Names} names @param {number} i @param {number} c
 * @returns {Line[]}
 */
export function outputLines(state, result, names, i, c) {
  const seen = result.weights[i].map((_, j) => j).filter((j) => result.visible[i][j]);
  if (seen.length === 0) {
    return [{ name: "output", text: `${names.queries[i]} has nothing to attend to: weights 0, output 0` }];
  }
  const digits = digitsNeeded(seen.map((j) => state.value[j][c]));
  const terms = seen.map((j) => `${number(result.weights[i][j], digits)}·${bracketed(state.value[j][c])}`);
  return [
    { name: "output", text: `${terms.join(" + ")} = ${number(result.output[i][c])}` },
    { name: "reads", text: `row ${names.queries[i]} of W times column ${c + 1} of V: `
      + seen.map((j) => names.keys[j]).join(", ") },
  ];
}

/** @param {Result} result @param {Names} names @param {number} i @param {number} j */
function maskText(result, names, i, j) {
  if (!result.visible[i].some(Boolean)) {
    return `every key is hidden from ${names.queries[i]}: nothing to attend to, so weights 0 and output 0`;
  }
  if (!result.visible[i][j]) {
    return `${names.keys[j]} is hidden from ${names.queries[i]}: score → −∞`;
  }
  const hidden = result.visible[i].filter((visible) => !visible).length;
  return hidden === 0
    ? `${names.queries[i]} may attend to every key`
    : `${names.queries[i]} may attend to ${names.keys[j]}; ${hidden} of ${result.visible[i].length} keys are hidden`;
}

/** @param {Result} result @param {number} i @param {number} j */
function weightText(result, i, j) {
  const { scores, visible, weights } = result;
  if (!visible[i].some(Boolean)) return "0, not 0/0: an empty row is set to 0";
  if (!visible[i][j]) return "e^−∞ = 0, so weight 0; the other keys share the whole row";
  const peak = rowPeak(scores[i], visible[i]);
  const seen = scores[i].map((_, k) => k).filter((k) => visible[i][k]);
  const largest = Math.max(...seen.map((k) => Math.abs(scores[i][k])));
  const shift = largest > READABLE_SCORE || peak < READABLE_PEAK ? peak : 0;
  const exponentials = seen.map((k) => Math.exp(scores[i][k] - shift));
  const total = exponentials.reduce((sum, e) => sum + e, 0);
  const own = Math.exp(scores[i][j] - shift);
  const exponent = shift === 0
    ? `e^${number(scores[i][j])}`
    : `e^(${number(scores[i][j])} − row maximum ${number(shift)})`;
  return `${exponent} = ${precise(own)};  Σ = ${exponentials.map(precise).join(" + ")} = ${precise(total)};  `
    + `${precise(own)} / ${precise(total)} = ${weight(weights[i][j], true)}`;
}

/** Three decimals, so that quotients of printed terms round to the printed weight. @param {number} x */
const precise = (x) => number(x, 3);

/** How many digits of the weights keep their sum of products true to two. @param {number[]} values */
function digitsNeeded(values) {
  const reach = values.reduce((sum, v) => sum + Math.abs(v), 0);
  return [3, 4].find((digits) => 0.5 * 10 ** -digits * reach < 0.004) ?? 5;
}
