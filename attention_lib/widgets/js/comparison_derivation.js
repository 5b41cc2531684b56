// The arithmetic behind one cell on both sides, each step of A above the same step of B;
// a step that is the same on both is written once.
import { difference } from "./comparison_words.js";
import { sideOf, SIDES } from "./comparison_state.js";
import { outputLines, pairLines } from "./derivation.js";
import { number } from "./format.js";

/** @typedef {import("./derivation.js").Line} Line */
/** @typedef {import("./looks.js").Names} Names */
/** @typedef {import("./comparison_types.js").Comparison} Comparison */
/** @typedef {import("./comparison_types.js").Results} Results */

/** Score, mask and weight. @param {Comparison} state @param {Results} results @param {Names} names @param {number} i @param {number} j @returns {Line[]} */
export function pairComparison(state, results, names, i, j) {
  const [a, b] = SIDES.map((side) => pairLines(sideOf(state, side), results[side], names, i, j));
  const [was, is] = SIDES.map((side) => number(results[side].weights[i][j], 4));
  const text = `${is} − ${was} = ${difference(results.difference[i][j])}`;
  return [...interleaved(a, b), { name: "B − A", text }];
}

/** One component of one output. @param {Comparison} state @param {Results} results @param {Names} names @param {number} i @param {number} c @returns {Line[]} */
export function outputComparison(state, results, names, i, c) {
  const [a, b] = SIDES.map((side) => outputLines(sideOf(state, side), results[side], names, i, c));
  return interleaved(a, b);
}

/** The steps of both sides in order: what only B does comes before what follows it. @param {Line[]} a @param {Line[]} b */
function stepsOf(a, b) {
  const steps = a.map(({ name }) => name);
  const ofB = b.map(({ name }) => name);
  ofB.forEach((step, n) => {
    if (steps.includes(step)) return;
    const next = ofB.slice(n + 1).find((later) => steps.includes(later));
    steps.splice(next === undefined ? steps.length : steps.indexOf(next), 0, step);
  });
  return steps;
}

/** @param {Line[]} a @param {Line[]} b @returns {Line[]} */
function interleaved(a, b) {
  return stepsOf(a, b).flatMap((step) => {
    const [one, other] = [a, b].map((lines) => lines.find(({ name }) => name === step)?.text);
    if (one === other) return [{ name: `${step} A = B`, text: one ?? "" }];
    return [
      ...(one === undefined ? [] : [{ name: `${step} A`, text: one }]),
      ...(other === undefined ? [] : [{ name: `${step} B`, text: other }]),
    ];
  });
}
