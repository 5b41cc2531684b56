// What a comparison says: its sides, its largest difference, what an edit did.
import { exact, number, weight } from "./format.js";
import { changeSentence } from "./looks.js";
import { isScaled } from "./math.js";
import { sideOf, SIDES } from "./comparison_state.js";

/** @typedef {import("./comparison_types.js").Comparison} Comparison */
/** @typedef {import("./comparison_types.js").Results} Results */
/** @typedef {import("./comparison_types.js").Side} Side */
/** @typedef {import("./looks.js").Names} Names */

const SHOWS = 0.005; // a smaller difference does not show in two decimals

/** One side's settings in a few words, as describe_side in comparison_text.py. @param {Comparison} state @param {Side} side */
export function describeSide(state, side) {
  const one = sideOf(state, side);
  const parts = [isScaled(one) ? `${one.score} ÷ √${one.query[0].length}` : one.score];
  if (one.temperature !== 1) parts.push(`temperature ${exact(one.temperature)}`);
  if (one.mask !== "none") parts.push(one.mask === "custom" ? "custom mask" : one.mask);
  return parts.join(", ");
}

/** A difference always shows its sign. @param {number} x */
export function difference(x) {
  const text = number(x);
  return x > 0 && Number(text) !== 0 ? `+${text}` : text;
}

/** Where the two sides differ most, or null where they agree. @param {Results} results @returns {[number, number] | null} */
export function largestDifference({ difference: rows }) {
  /** @type {[number, number] | null} */ let found = null;
  let largest = SHOWS;
  rows.forEach((row, i) => row.forEach((x, j) => {
    // Rounded, so that a tie reads the same on every machine: the first one wins.
    const size = Math.round(Math.abs(x) * 1e9) / 1e9;
    if (size < SHOWS || (found && size <= largest)) return;
    largest = size;
    found = [i, j];
  }));
  return found;
}

/** As describe_difference in comparison_text.py. @param {Results} results @param {Names} names */
export function describeDifference(results, names) {
  const found = largestDifference(results);
  if (!found) return "A and B agree to two decimals";
  const [i, j] = found;
  const [a, b] = SIDES.map((side) => weight(results[side].weights[i][j], results[side].visible[i][j]));
  return `largest difference: row ${names.queries[i]}: ${names.keys[j]} ${a} → ${b}`;
}

/** What an edit did to each side, for the live region. @param {Results} before @param {Results} after @param {Names} names */
export function editSentence(before, after, names) {
  const sizes = [before, after].map(({ difference: rows }) => `${rows.length} × ${rows[0].length}`);
  if (sizes[0] !== sizes[1]) return `${changeSentence(before.a, after.a, names)}; ${describeDifference(after, names)}`;
  const moved = SIDES.filter((side) => JSON.stringify(before[side]) !== JSON.stringify(after[side]));
  const parts = moved.map((side) =>
    `${side.toUpperCase()}: ${changeSentence(before[side], after[side], names)}`);
  return [...parts, describeDifference(after, names)].join("; ");
}
