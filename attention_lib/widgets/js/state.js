// What an edit makes of a state. Every function returns a new state and leaves the old one.
import { visibleKeys } from "./math.js";
import { wordVector } from "./words.js";

/** @typedef {import("./types.js").State} State */

/** @param {State} state @param {"query" | "key" | "value"} name @param {number} row @param {number} column @param {number} value @returns {State} */
export function withNumber(state, name, row, column, value) {
  const matrix = state[name].map((cells, i) =>
    i === row ? cells.map((cell, j) => (j === column ? value : cell)) : cells);
  return { ...state, [name]: matrix };
}

/** Any mask becomes a custom one as soon as a cell of it is changed. @param {State} state @param {number} row @param {number} column @returns {State} */
export function withMaskToggled(state, row, column) {
  const custom = visibleKeys(state).map((cells, i) =>
    cells.map((visible, j) => Number(i === row && j === column ? !visible : visible)));
  return { ...state, mask: "custom", custom };
}

/** @param {State} state @param {State["mask"]} mask @returns {State} */
export function withMask(state, mask) {
  if (mask !== "custom") return { ...state, mask };
  return { ...state, mask, custom: visibleKeys(state).map((cells) => cells.map(Number)) };
}

/**
 * New words for queries and keys alike: a word that stays keeps its numbers.
 * @param {State} state @param {string[]} tokens @returns {State}
 */
export function withTokens(state, tokens) {
  const origins = originsOf(state.tokens, tokens);
  const rows = (/** @type {"query" | "key" | "value"} */ name) =>
    tokens.map((token, i) => {
      const origin = origins[i];
      const size = state[name][0].length;
      return origin === null ? wordVector(token, name, size) : state[name][origin];
    });
  const custom = state.custom && tokens.map((_, i) => tokens.map((__, j) => {
    const [from, to] = [origins[i], origins[j]];
    return from === null || to === null ? 1 : (state.custom ?? [])[from][to];
  }));
  return {
    ...state, tokens, custom,
    query: rows("query"), key: rows("key"), value: rows("value"),
    padding: Math.min(state.padding, tokens.length),
  };
}

/**
 * Where each new word stood before, or null; of equal words the one nearest by.
 * @param {string[]} before @param {string[]} after @returns {(number | null)[]}
 */
function originsOf(before, after) {
  const free = new Set(before.keys());
  return after.map((token, i) => {
    const candidates = [...free].filter((j) => before[j] === token);
    if (candidates.length === 0) return null;
    const nearest = candidates.reduce((a, b) => (Math.abs(b - i) < Math.abs(a - i) ? b : a));
    free.delete(nearest);
    return nearest;
  });
}
