/** @typedef {"a" | "b"} Side */

/**
 * How one side turns the shared queries and keys into weights.
 * @typedef {Pick<import("./types.js").State,
 *   "score" | "scaled" | "temperature" | "mask" | "window" | "padding" | "custom">} Settings
 */

/**
 * What a comparison is set to: an editor's state with two settings, A and B.
 * @typedef {Omit<import("./types.js").State, keyof Settings> & { a: Settings, b: Settings }} Comparison
 */

/**
 * Everything that follows from it.
 * @typedef {object} Results
 * @property {import("./types.js").Result} a
 * @property {import("./types.js").Result} b
 * @property {number[][]} difference  weights of B minus weights of A
 */

/** @typedef {"query" | "key" | "value" | "weights-a" | "weights-b" | "difference" | "output-a" | "output-b"} PartName */

/**
 * One cell of one matrix.
 * @typedef {object} Cell
 * @property {PartName} matrix
 * @property {number} row
 * @property {number} column
 */

/** @typedef {import("./store.js").Store<Comparison, Results>} ComparisonStore */

export {};
