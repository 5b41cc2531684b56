// What an edit makes of a state. Every function returns a new state and leaves the old one.
import { visibleKeys } from "./math.js";
import { parameterOf } from "./scoring.js";
import { wordVector } from "./words.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").InputName} InputName */

/** The editable numbers of a matrix; of the score's parameter those in use. @param {State} state @param {InputName} name @returns {number[][]} */
export const numbersOf = (state, name) => (name === "parameter" ? parameterOf(state) : state[name]);

/** @param {State} state @param {InputName} name @param {number} row @param {number} column @param {number} value @returns {State} */
export function withNumber(state, name, row, column, value) {
  const matrix = numbersOf(state, name).map((cells, i) =>
    i === row ? cells.map((cell, j) => (j === column ? value : cell)) : cells);
  if (name !== "parameter") return { ...state, [name]: matrix };
  return state.score === "general" ? { ...state, general: matrix } : { ...state, additive_v: matrix[0] };
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

/** The words of keys and values. @param {State} state */
export const keyWords = (state) => state.key_tokens ?? state.tokens;

/**
 * New words for the queries, and for keys and values (null: the same): a word that stays
 * keeps its numbers.
 * @param {State} state @param {string[]} tokens @param {string[] | null} keyTokens @returns {State}
 */
export function withTokens(state, tokens, keyTokens = state.key_tokens) {
  const keys = keyTokens ?? tokens;
  const queryOrigins = originsOf(state.tokens, tokens);
  const keyOrigins = originsOf(keyWords(state), keys);
  const custom = state.custom && queryOrigins.map((from) => keyOrigins.map((to) =>
    from === null || to === null ? 1 : (state.custom ?? [])[from][to]));
  return {
    ...state, tokens, key_tokens: keyTokens, custom,
    query: rowsFor(state, "query", tokens, queryOrigins),
    key: rowsFor(state, "key", keys, keyOrigins),
    value: rowsFor(state, "value", keys, keyOrigins),
    padding: Math.min(state.padding, keys.length),
  };
}

/** @param {State} state @param {"query" | "key" | "value"} name @param {string[]} words @param {(number | null)[]} origins */
function rowsFor(state, name, words, origins) {
  const size = state[name][0].length;
  return words.map((word, i) => {
    const origin = origins[i];
    return origin === null ? wordVector(word, name, size) : state[name][origin];
  });
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
