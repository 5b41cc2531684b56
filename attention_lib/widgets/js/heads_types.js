/**
 * Which head stands large, and the pattern by which all are measured.
 * @typedef {object} Choice
 * @property {number} layer
 * @property {number} head
 * @property {string | null} pattern
 */

/**
 * What Python made of the last request.
 * @typedef {object} Answer
 * @property {number} seq             grows by one with every request
 * @property {string | null} problem  why there is nothing newer to show
 * @property {string} text
 * @property {string[]} words         the pieces, from [CLS] to [SEP]
 * @property {number[][]} cells       for each pattern: query * words + key of the cells it names
 * @property {Opened | null} opened
 */

/** @typedef {{ layer: number, head: number, title: string }} Opened  a head in the editor */

/**
 * A pattern, and its value in every head; NaN where the sentence has no such cell.
 * @typedef {object} Pattern
 * @property {string} name
 * @property {string} title
 * @property {string} explanation
 * @property {number[][]} others  the best heads in other sentences: head, value, value at the same distance from any word, in hundredths
 * @property {number[]} here   in this sentence
 * @property {number[]} all    over all shipped sentences
 * @property {number[]} cells
 */

/** @typedef {{ row: number, column: number | null }} Place  a query word, perhaps one of its keys */

/**
 * What anywidget hands to a view.
 * @typedef {import("./types.js").Model & { widget_manager?: Manager }} Model
 */

/**
 * @typedef {object} Manager
 * @property {{ status?: string, isDisposed?: boolean } | null} [kernel]
 * @property {(id: string) => Promise<any>} get_model
 * @property {(model: any, options?: object) => Promise<{ el: HTMLElement, remove: () => void }>} create_view
 */

export {};
