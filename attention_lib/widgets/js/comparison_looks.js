// How each cell of a comparison looks and is called.
import { filled, signedColour } from "./colour.js";
import { weight } from "./format.js";
import { looks } from "./looks.js";
import { sideOf } from "./comparison_state.js";
import { difference } from "./comparison_words.js";

/** @typedef {import("./comparison_types.js").Comparison} Comparison */
/** @typedef {import("./comparison_types.js").Results} Results */
/** @typedef {import("./grid.js").Painter} Painter */
/** @typedef {import("./looks.js").Limits} Limits */
/** @typedef {import("./looks.js").Names} Names */

export const LIMIT = 1; // no two weights differ by more

/**
 * @param {Comparison} state @param {Results} results @param {Names} names @param {Limits} limits
 * @returns {Record<import("./comparison_types.js").PartName, Painter>}
 */
export function comparisonLooks(state, results, names, limits) {
  const a = looks(sideOf(state, "a"), results.a, names, limits);
  const b = looks(sideOf(state, "b"), results.b, names, limits);
  return {
    query: a.query, key: a.key, value: a.value,
    "weights-a": called("A", a.weights), "weights-b": called("B", b.weights),
    difference: differences(results, names),
    "output-a": called("A", a.output), "output-b": called("B", b.output),
  };
}

/** @param {"A" | "B"} side @param {Painter} painter @returns {Painter} */
function called(side, { key, look }) {
  return {
    key,
    look: (i, j) => {
      const cell = look(i, j);
      return { ...cell, label: `${side}: ${cell.label}` };
    },
  };
}

/** @param {Results} results @param {Names} names @returns {Painter} */
function differences({ a, b, difference: rows }, names) {
  return {
    key: (i, j) => `${rows[i][j]} ${a.weights[i][j]} ${a.visible[i][j]} ${b.visible[i][j]}`,
    look: (i, j) => {
      const pair = `query ${names.queries[i]}, key ${names.keys[j]}`;
      if (!a.visible[i][j] && !b.visible[i][j]) {
        return { text: "0", label: `${pair}, masked in A and in B, no difference`, background: "", colour: "", masked: true };
      }
      const text = difference(rows[i][j]);
      const [was, is] = [a, b].map(({ weights, visible }) =>
        visible[i][j] ? weight(weights[i][j], true) : "masked");
      return {
        text, label: `${pair}, B minus A ${text}, A ${was}, B ${is}`,
        ...filled(signedColour(rows[i][j], LIMIT)),
      };
    },
  };
}
