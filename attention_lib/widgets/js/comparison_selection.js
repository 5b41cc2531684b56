// What to outline: the same cell in A, in B and in the difference, and what it is made of.
import { marksFor, pairFor } from "./selection.js";

/** @typedef {import("./comparison_types.js").Cell} Cell */
/** @typedef {import("./comparison_types.js").PartName} PartName */
/** @typedef {import("./grid.js").Marks} Marks */

/** @type {Record<PartName, "query" | "key" | "value" | "weights" | "output">} what each matrix is on one side */
const ROLES = {
  query: "query", key: "key", value: "value",
  "weights-a": "weights", "weights-b": "weights", difference: "weights",
  "output-a": "output", "output-b": "output",
};
export const PARTS = /** @type {PartName[]} */ (Object.keys(ROLES));

/** @param {Cell} cell @returns {Record<PartName, Marks>} */
export function marksOn({ matrix, row, column }) {
  const marks = marksFor({ matrix: ROLES[matrix], row, column });
  return /** @type {any} */ (Object.fromEntries(PARTS.map((part) => [part, marks[ROLES[part]] ?? {}])));
}

/** @param {Cell} cell @param {{ i: number, j: number }} pair */
export const pairOf = ({ matrix, row, column }, pair) =>
  pairFor({ matrix: ROLES[matrix], row, column }, pair);

/** Whether a cell is one component of one output. @param {Cell} cell */
export const isOutput = ({ matrix }) => ROLES[matrix] === "output" || matrix === "value";
