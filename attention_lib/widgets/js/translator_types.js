/**
 * What Python made of a phrase.
 * @typedef {object} Answer
 * @property {number} seq                grows by one with every request
 * @property {Problem | null} problem    why there is nothing newer to show
 * @property {string} phrase             as typed
 * @property {string[]} source           the English words
 * @property {string[] | null} reference the German of the grammar; null: not a whole expression
 * @property {number | null} numbers     how many numbers the expression has
 * @property {Side[]} sides              the model on the left, the model on the right
 */

/**
 * @typedef {object} Problem
 * @property {string} text
 * @property {[string, string[]][]} nearest  each unknown word and the known ones near it
 */

/**
 * One model's translation, judged.
 * @typedef {object} Side
 * @property {string} name
 * @property {string} title
 * @property {string[]} words
 * @property {number[]} wrong               places of wrong words
 * @property {[number, string][]} missing   a word that should stand before a place
 * @property {(number | null)[]} gold       the English word that each German word renders
 * @property {boolean} [ended]              false: cut off before it stopped by itself
 * @property {Record<string, number>} held_out  share of right held-out phrases, by how many numbers
 * @property {{ title: string, heads: string[] }[]} maps  by layer, the last one first
 */

/**
 * What the learner points at: a word of one side, an English word, or a cell of a side's map.
 * @typedef {{ at: "left" | "right", row: number } | { at: "source", column: number }
 *   | { at: "map", side: 0 | 1, row: number, column: number }} Chosen
 */

/**
 * What anywidget hands to a view.
 * @typedef {import("./types.js").Model & { widget_manager?: { kernel?: Kernel | null } }} Model
 */

/** @typedef {{ status?: string, isDisposed?: boolean, connectionStatus?: string }} Kernel */

export {};
