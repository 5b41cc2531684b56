// What the live training and Python tell each other.

/**
 * @typedef {object} Shipped  the starts that came with the library, for one question
 * @property {number} starts
 * @property {number[]} ends  share of right answers of every start
 * @property {number[][]} curves  the same while they learned, at the spec's steps: lowest, mean and
 *   highest or, where several things are asked, every start's
 */

/**
 * @typedef {object} Spec  what stays the same for the life of a widget
 * @property {string} title
 * @property {string} explanation
 * @property {[string, string][]} questions  name, and what the share is of
 * @property {number[]} heads  the columns
 * @property {number[]} order  of training
 * @property {number} width  of the model, which the heads share
 * @property {number} parameters
 * @property {number[]} steps  at which the shipped curves were measured
 * @property {number} length  steps of a whole run: the width of a curve's axis
 * @property {string} when  the results were measured, as in "after 1,000 steps"
 * @property {number} planned  steps of a run here
 * @property {number} most_loss
 * @property {number} large_from  above it, the axis of the results is drawn larger; 0 for an even one
 * @property {number} most_seed
 * @property {Record<string, Record<string, Shipped>>} points  by heads and question
 */

/** @typedef {Record<string, number>} Shares  by question */
/** @typedef {{ step: number, loss: number, accuracy: Shares }} Point */
/** @typedef {{ step: number, finished: boolean, accuracy: Shares }} Outcome */
/** @typedef {Outcome & { curve: Point[] }} Net */
/** @typedef {Outcome & { curve: { step: number[], loss: number[], accuracy: Record<string, (number | null)[]> } }} SentNet */
/** @typedef {"ready" | "training" | "done" | "stopped" | "failed"} State */
/** @typedef {{ seed: number, state: State, nets: Record<string, Net>, error: string }} Run */
/** @typedef {Omit<Run, "nets"> & { nets: Record<string, SentNet> }} SentRun  curves come as columns: they are lighter */
/** @typedef {{ seed: number, nets: Record<string, Outcome> }} Earlier */
/** @typedef {{ title: string, unit: string, note: string, values: Record<string, number> } | Record<string, never>} Published */

/** @typedef {{ isDisposed?: boolean, status?: string }} Kernel */

/**
 * @typedef {object} Model
 * @property {(name: string) => any} get
 * @property {(name: string, value: unknown) => void} set
 * @property {() => void} save_changes
 * @property {(content: unknown) => void} send
 * @property {(event: string, callback: () => void) => void} on
 * @property {(event: string, callback: () => void) => void} off
 * @property {{ kernel?: Kernel }} [widget_manager]
 */

export {};
