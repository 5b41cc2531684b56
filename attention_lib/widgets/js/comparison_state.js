// Two settings on one set of queries, keys and values. Whatever the editor can do to its
// state, a comparison does to the state of each side.
import { attend } from "./math.js";
import { withMask, withNumber } from "./state.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./comparison_types.js").Comparison} Comparison */
/** @typedef {import("./comparison_types.js").Results} Results */
/** @typedef {import("./comparison_types.js").Settings} Settings */
/** @typedef {import("./comparison_types.js").Side} Side */

export const SIDES = /** @type {const} */ (["a", "b"]);
const SETTINGS = /** @type {const} */ (
  ["score", "scaled", "temperature", "mask", "window", "padding", "custom"]);

/** One side as an editor's state. @param {Comparison} state @param {Side} side @returns {State} */
export function sideOf(state, side) {
  const { a, b, ...shared } = state;
  return { ...shared, ...(side === "a" ? a : b) };
}

/** @param {Comparison} state @returns {Results} */
export function compare(state) {
  const [a, b] = SIDES.map((side) => attend(sideOf(state, side)));
  const difference = b.weights.map((row, i) => row.map((w, j) => w - a.weights[i][j]));
  return { a, b, difference };
}

/** @param {Comparison} state @param {Side} side @param {Partial<Settings>} change @returns {Comparison} */
export function withSetting(state, side, change) {
  const settings = { ...state[side], ...change };
  if (settings.mask === "custom") settings.custom ??= withMask(sideOf(state, side), "custom").custom;
  return { ...state, [side]: settings };
}

/** @param {Comparison} state @param {"query" | "key" | "value"} name @param {number} row @param {number} column @param {number} value @returns {Comparison} */
export const withInput = (state, name, row, column, value) =>
  onBothSides(state, (one) => withNumber(one, name, row, column, value));

/** @param {Comparison} state @param {(one: State) => State} edit @returns {Comparison} */
export function onBothSides(state, edit) {
  const [a, b] = SIDES.map((side) => edit(sideOf(state, side)));
  const shared = Object.fromEntries(Object.entries(a).filter(([name]) => !SETTINGS.includes(/** @type {any} */ (name))));
  return /** @type {Comparison} */ ({ ...shared, a: settingsOf(a), b: settingsOf(b) });
}

/** @param {State} state @returns {Settings} */
function settingsOf(state) {
  return /** @type {Settings} */ (Object.fromEntries(SETTINGS.map((name) => [name, state[name]])));
}
