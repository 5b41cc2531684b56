// How each cell of each matrix looks and is called.
import { filled, signedColour, weightColour } from "./colour.js";
import { number, weight } from "./format.js";
import { parameterOf } from "./scoring.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Result} Result */
/** @typedef {import("./grid.js").Painter} Painter */
/** @typedef {{ queries: string[], keys: string[] }} Names */
/** @typedef {{ inputs: number, values: number, parameters: number, scores: number }} Limits */

const MASKED = { background: "", colour: "", masked: true };

/**
 * @param {State} state @param {Result} result @param {Names} names @param {Limits} limits
 * @returns {Record<import("./types.js").MatrixName, Painter>}
 */
export function looks(state, result, names, limits) {
  const { queries, keys } = names;
  /** @param {number} x @param {number} limit @param {string} label */
  const signed = (x, limit, label) => {
    const text = number(x);
    return { text, label: `${label} ${text}`, ...filled(signedColour(x, limit)) };
  };
  /** @param {number} i @param {number} j */
  const pair = (i, j) => `query ${queries[i]}, key ${keys[j]}`;
  /** @param {number[][]} matrix @param {number} limit @param {(i: number, j: number) => string} label @returns {Painter} */
  const plain = (matrix, limit, label) => ({
    key: (i, j) => matrix[i][j],
    look: (i, j) => signed(matrix[i][j], limit, label(i, j)),
  });
  /** @param {number[][]} matrix @param {number} limit @param {string} role @param {string[]} words */
  const vectors = (matrix, limit, role, words) =>
    plain(matrix, limit, (i, c) => `${role} ${words[i]}, dimension ${c + 1}, value`);
  const { visible, scores, weights } = result;
  return {
    query: vectors(state.query, limits.inputs, "query", queries),
    key: vectors(state.key, limits.inputs, "key", keys),
    value: vectors(state.value, limits.values, "value", keys),
    parameter: plain(parameterOf(state), limits.parameters, (r, c) => `${parameterName(state, r, c)}, value`),
    scores: plain(scores, limits.scores, (i, j) => `${pair(i, j)}, score`),
    mask: {
      key: (i, j) => Number(visible[i][j]),
      look: (i, j) => visible[i][j]
        ? { text: "✓", label: `${pair(i, j)}, may attend`, background: "", colour: "" }
        : { text: "−∞", label: `${pair(i, j)}, masked`, ...MASKED },
    },
    weights: {
      key: (i, j) => visible[i][j] ? `${weights[i][j]} ${scores[i][j]}` : "masked",
      look: (i, j) => {
        if (!visible[i][j]) return { text: "0", label: `${pair(i, j)}, masked, weight 0`, ...MASKED };
        const text = weight(weights[i][j], true);
        return {
          text, label: `${pair(i, j)}, weight ${text}, score ${number(scores[i][j])}`,
          ...filled(weightColour(weights[i][j])),
        };
      },
    },
    output: vectors(result.output, limits.values, "output", queries),
  };
}

/** What one number of the score's parameter is called. @param {State} state @param {number} row @param {number} column */
export function parameterName(state, row, column) {
  return state.score === "general"
    ? `Wₐ, query dimension ${row + 1}, key dimension ${column + 1}`
    : `v, dimension ${column + 1}`;
}

/**
 * What changed most of what is shown, in one sentence for the live region.
 * @param {Result} before @param {Result} after @param {Names} names
 */
export function changeSentence(before, after, names) {
  const sizes = [before, after].map(({ weights }) => `${weights.length} × ${weights[0].length}`);
  if (sizes[0] !== sizes[1]) return `W is now ${sizes[1]}: ${wordList(names)}`;
  const shownWeight = (/** @type {Result} */ { weights, visible }) =>
    weights.map((row, i) => row.map((w, j) => weight(w, visible[i][j])));
  const w = largestChange(before.weights, after.weights, shownWeight(before), shownWeight(after));
  if (w) return `W row ${names.queries[w.i]}: ${names.keys[w.j]} ${w.was} → ${w.is}`;
  const shown = (/** @type {Result} */ { output }) => output.map((row) => row.map((x) => number(x)));
  const o = largestChange(before.output, after.output, shown(before), shown(after));
  if (o) return `Weights unchanged; O row ${names.queries[o.i]}: dimension ${o.j + 1} ${o.was} → ${o.is}`;
  return "No weight and no output changed in its first two decimals";
}

/** The words of a map, those of the keys too where they are others. @param {Names} names */
function wordList({ queries, keys }) {
  const [asking, asked] = [queries, keys].map((words) => words.join(", "));
  return asking === asked ? asking : `queries ${asking}; keys ${asked}`;
}

/**
 * The largest change among the entries that are now written differently.
 * @param {number[][]} before @param {number[][]} after @param {string[][]} was @param {string[][]} is
 */
function largestChange(before, after, was, is) {
  let found = null;
  let largest = -1;
  for (let i = 0; i < after.length; i++) {
    for (let j = 0; j < after[i].length; j++) {
      const change = Math.abs(after[i][j] - before[i][j]);
      if (was[i][j] === is[i][j] || change <= largest) continue;
      largest = change;
      found = { i, j, was: was[i][j], is: is[i][j] };
    }
  }
  return found;
}
