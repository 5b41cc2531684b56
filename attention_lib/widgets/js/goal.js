// Something to bring about, and whether it has been.
import { number } from "./format.js";
import { keyWords } from "./state.js";

/** @typedef {import("./types.js").Goal} Goal */
/** @typedef {import("./types.js").Result} Result */
/** @typedef {import("./types.js").State} State */

/**
 * A goal is about words: with other words at its places it cannot be reached.
 * @param {Goal} goal @param {Result} result @param {State} state @param {State} initial
 * @returns {{ done: boolean, text: string }}
 */
export function goalStatus(goal, result, state, initial) {
  const w = result.weights[goal.query]?.[goal.key];
  const same = state.tokens[goal.query] === initial.tokens[goal.query]
    && keyWords(state)[goal.key] === keyWords(initial)[goal.key];
  if (w === undefined || !same) return { done: false, text: `Your task: ${goal.text} (its words are gone: Reset)` };
  const done = w > (goal.above ?? -Infinity) && w < (goal.below ?? Infinity);
  return { done, text: `Your task: ${goal.text}  ${done ? "✓ done" : "○ not yet"}: weight ${number(w, 3)}` };
}
