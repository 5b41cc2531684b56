// Something to bring about, and whether it has been.
import { number } from "./format.js";

/** @typedef {import("./types.js").Goal} Goal */
/** @typedef {import("./types.js").Result} Result */

/** @param {Goal} goal @param {Result} result @returns {{ done: boolean, text: string }} */
export function goalStatus(goal, result) {
  const w = result.weights[goal.query]?.[goal.key];
  if (w === undefined) return { done: false, text: `Your task: ${goal.text} (its words are gone: Reset)` };
  const done = w > (goal.above ?? -Infinity) && w < (goal.below ?? Infinity);
  return { done, text: `Your task: ${goal.text}  ${done ? "✓ done" : "○ not yet"}: weight ${number(w, 3)}` };
}
