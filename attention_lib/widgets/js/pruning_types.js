/** For one task: found; lost against all heads; gained. @typedef {[number, number, number]} Counts */

/**
 * What Python measured before: enough to show these sets of heads without a kernel.
 * @typedef {object} Spec
 * @property {Task[]} tasks
 * @property {{ title: string, right: number[] }[]} floors  what is found without attention, by task
 * @property {Record<string, number[]>} orders   in which order heads go, by name; heads are numbered row by row
 * @property {number} every                      after how many heads of an order there is a state
 * @property {Record<string, Counts[]>} states   by key, one entry for each task
 * @property {string[]} published                what papers found
 * @property {string} command                    how the model is installed
 */

/** @typedef {{ name: string, title: string, of: number, things: string }} Task */
/** @typedef {{ state: string, counts: Counts[], problem: { state: string, text: string } | null }} Answer */
/** @typedef {import("./translator_types.js").Model} Model */
/** @typedef {import("./translator_types.js").Kernel} Kernel */

export {};
