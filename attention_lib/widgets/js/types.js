/**
 * What an editor is set to: one small JSON object, shared with Python.
 * @typedef {object} State
 * @property {number} seq           grows by one with every edit
 * @property {string[]} tokens      the queries' words
 * @property {string[] | null} key_tokens  the keys' words; null: the same words (self-attention)
 * @property {number[][]} query     query_len x head_dim
 * @property {number[][]} key       key_len x head_dim
 * @property {number[][]} value     key_len x value_dim
 * @property {ScoreName} score       how a query is compared with a key
 * @property {number[][] | null} general  Wₐ of the general score, head_dim x head_dim; null: the default
 * @property {number[] | null} additive_v  v of the additive score, head_dim; null: ones
 * @property {boolean} scaled       divide dot products (and nothing else) by the square root of head_dim
 * @property {number} temperature   divides every score; 1 changes nothing
 * @property {"none" | "causal" | "padding" | "window" | "custom"} mask
 * @property {number} window        visible positions on each side
 * @property {number} padding       padded keys at the end
 * @property {number[][] | null} custom  1 = may attend
 */

/** @typedef {"dot" | "general" | "additive" | "cosine"} ScoreName */

/**
 * Everything that follows from a state.
 * @typedef {object} Result
 * @property {number[][]} raw       what the score function gives, query_len x key_len
 * @property {number[][]} scores    the same, scaled and divided by the temperature
 * @property {boolean[][]} visible  true = may attend
 * @property {number[][]} weights
 * @property {number[][]} output
 */

/**
 * One cell of one matrix.
 * @typedef {object} Cell
 * @property {MatrixName} matrix
 * @property {number} row
 * @property {number} column
 */

/** @typedef {"query" | "key" | "value" | "parameter"} InputName  parameter: Wₐ or v, where the score has one */
/** @typedef {InputName | "scores" | "mask" | "weights" | "output"} MatrixName */

/**
 * Something for the learner to bring about.
 * @typedef {object} Goal
 * @property {string} text
 * @property {number} query  row of the weights
 * @property {number} key    column of the weights
 * @property {number} [above]
 * @property {number} [below]
 */

/**
 * What anywidget hands to a view.
 * @typedef {object} Model
 * @property {(name: string) => any} get
 * @property {(name: string, value: unknown) => void} set
 * @property {() => void} save_changes
 * @property {(event: string, callback: () => void) => void} on
 * @property {(event: string, callback: () => void) => void} off
 */

export {};
