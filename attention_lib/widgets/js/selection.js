// Which numbers belong together: what to outline for a chosen cell.

/** @typedef {import("./types.js").Cell} Cell */
/** @typedef {import("./types.js").MatrixName} MatrixName */
/** @typedef {import("./grid.js").Marks} Marks */

/**
 * @param {Cell} cell @param {import("./types.js").ScoreName} [score]
 * @returns {Partial<Record<MatrixName, Marks>>}
 */
export function marksFor({ matrix, row: i, column: j }, score) {
  /** @type {[number, number]} */ const cell = [i, j];
  /** @type {Record<MatrixName, Partial<Record<MatrixName, Marks>>>} */
  const marks = {
    query: { query: { row: i, cell }, scores: { row: i }, weights: { row: i }, output: { row: i } },
    key: { key: { row: i, cell }, scores: { column: i }, weights: { column: i } },
    value: { value: { row: i, cell }, weights: { column: i }, output: { column: j } },
    // Wₐ joins dimension i of every query to dimension j of every key; v has one row.
    parameter: { query: { column: score === "general" ? i : j }, key: { column: j }, parameter: { cell } },
    scores: { query: { row: i }, key: { row: j }, scores: { cell } },
    mask: { scores: { cell }, mask: { cell }, weights: { cell } },
    weights: {
      query: { row: i }, key: { row: j }, value: { row: j },
      scores: { cell }, mask: { cell }, weights: { cell }, output: { row: i },
    },
    output: { weights: { row: i }, value: { column: j }, output: { cell } },
  };
  return marks[matrix];
}

/**
 * The query-key pair to derive for a chosen cell, given the pair derived so far.
 * @param {Cell} cell @param {{ i: number, j: number }} pair
 */
export function pairFor({ matrix, row, column }, pair) {
  if (matrix === "parameter") return pair;
  if (matrix === "query" || matrix === "output") return { i: row, j: pair.j };
  if (matrix === "key" || matrix === "value") return { i: pair.i, j: row };
  return { i: row, j: column };
}
