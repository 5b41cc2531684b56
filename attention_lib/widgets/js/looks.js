// How each cell of each matrix looks and is called.
import { css, signedColour, textColour, weightColour } from "./colour.js";
import { number, weight } from "./format.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Result} Result */
/** @typedef {import("./grid.js").CellLook} CellLook */
/** @typedef {{ queries: string[], keys: string[] }} Names */
/** @typedef {{ inputs: number, values: number, scores: number }} Limits */

const MASKED = { background: "", colour: "", masked: true };

/**
 * @param {State} state @param {Result} result @param {Names} names @param {Limits} limits
 * @returns {Record<import("./types.js").MatrixName, (i: number, j: number) => CellLook>}
 */
export function looks(state, result, names, limits) {
  const { queries, keys } = names;
  /** @param {number} x @param {number} limit @param {string} label */
  const signed = (x, limit, label) => {
    const rgb = signedColour(x, limit);
    return { text: number(x), label: `${label} ${number(x)}`, background: css(rgb), colour: textColour(rgb) };
  };
  /** @param {number} i @param {number} j */
  const pair = (i, j) => `query ${queries[i]}, key ${keys[j]}`;
  return {
    query: (i, c) => signed(state.query[i][c], limits.inputs, `query ${queries[i]}, dimension ${c + 1}, value`),
    key: (j, c) => signed(state.key[j][c], limits.inputs, `key ${keys[j]}, dimension ${c + 1}, value`),
    value: (j, c) => signed(state.value[j][c], limits.values, `value ${keys[j]}, dimension ${c + 1}, value`),
    scores: (i, j) => signed(result.scores[i][j], limits.scores, `${pair(i, j)}, score`),
    mask: (i, j) => result.visible[i][j]
      ? { text: "✓", label: `${pair(i, j)}, may attend`, background: "", colour: "" }
      : { text: "−∞", label: `${pair(i, j)}, masked`, ...MASKED },
    weights: (i, j) => {
      const w = result.weights[i][j];
      if (!result.visible[i][j]) return { text: "0", label: `${pair(i, j)}, masked, weight 0`, ...MASKED };
      const rgb = weightColour(w);
      return {
        text: weight(w, true),
        label: `${pair(i, j)}, weight ${weight(w, true)}, score ${number(result.scores[i][j])}`,
        background: css(rgb), colour: textColour(rgb),
      };
    },
    output: (i, c) => signed(result.output[i][c], limits.values, `output ${queries[i]}, dimension ${c + 1}, value`),
  };
}

/**
 * What changed most, in one sentence for the live region.
 * @param {Result} before @param {Result} after @param {Names} names
 */
export function changeSentence(before, after, names) {
  const move = largestChange(before.weights, after.weights);
  if (move) {
    const { i, j } = move;
    const was = weight(before.weights[i][j], before.visible[i][j]);
    return `W row ${names.queries[i]}: ${names.keys[j]} ${was} → ${weight(after.weights[i][j], after.visible[i][j])}`;
  }
  const shift = largestChange(before.output, after.output);
  if (!shift) return "No weight and no output changed";
  const { i, j } = shift;
  return `Weights unchanged; O row ${names.queries[i]}: dimension ${j + 1} `
    + `${number(before.output[i][j])} → ${number(after.output[i][j])}`;
}

/** @param {number[][]} before @param {number[][]} after */
function largestChange(before, after) {
  let found = null;
  let largest = 5e-4;
  if (before.length !== after.length || before[0].length !== after[0].length) return null;
  for (let i = 0; i < after.length; i++) {
    for (let j = 0; j < after[i].length; j++) {
      const change = Math.abs(after[i][j] - before[i][j]);
      if (change > largest) [found, largest] = [{ i, j }, change];
    }
  }
  return found;
}
