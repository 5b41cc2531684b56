// What the pruning widget says: of a set of heads, of one head, of a missing answer.
import { ALL_ON, countOff, EVERY_HEAD, HEADS, without } from "./pruning_sets.js";

/** @typedef {import("./pruning_types.js").Spec} Spec */
/** @typedef {import("./pruning_types.js").Task} Task */
/** @typedef {import("./pruning_types.js").Counts} Counts */
/** @typedef {import("./pruning_types.js").Kernel} Kernel */

/** As Python's Share.standard_error. @param {number} right @param {number} of */
export function standardError(right, of) {
  const share = (right + 2) / (of + 4);
  return Math.sqrt(share * (1 - share) / (of + 4));
}

/** As Python's Share.percent. @param {number} right @param {number} of */
export const percent = (right, of) =>
  `${whole(right / of)} % ± ${whole(standardError(right, of))}`;

const whole = (/** @type {number} */ share) => Math.floor(100 * share + 0.5);

/** @param {Task} task @param {Counts} counts */
export const found = (task, [right]) => `${right} of ${task.of} found (${percent(right, task.of)})`;

/** Against all heads. @param {Counts} counts */
export function change([, lost, gained]) {
  if (lost + gained === 0) return "the same ones as with all heads";
  return `against all heads: ${lost} lost, ${gained} gained`;
}

/** @param {string} key */
export function howMany(key) {
  const off = countOff(key);
  return `${EVERY_HEAD.length - off} of ${EVERY_HEAD.length} heads on`;
}

/** What is heard when a set is shown. @param {Spec} spec @param {string} key @param {Counts[]} counts */
export const announcement = (spec, key, counts) =>
  `${howMany(key)}: ${spec.tasks.map((task, i) => `${counts[i][0]} of ${task.of} ${task.things}`).join(" and ")} found.`;

/** How many more texts are found without this head alone. @param {Spec} spec @param {number} number */
export function worth(spec, number) {
  const [all, one] = [ALL_ON, without([number])].map((key) => spec.states[key]);
  return one.reduce((sum, [right], task) => sum + right - all[task][0], 0);
}

/** Of such a change, mean over the heads. @param {Spec} spec */
export function worthError(spec) {
  const errors = EVERY_HEAD.map((number) =>
    Math.sqrt(spec.states[without([number])].reduce((sum, [, lost, gained]) => sum + lost + gained, 0)));
  return errors.reduce((sum, error) => sum + error, 0) / errors.length;
}

/** @param {Spec} spec */
export function worthNote(spec) {
  const texts = spec.tasks.reduce((sum, { of }) => sum + of, 0);
  return `Number: how many more (+) or fewer (−) of ${texts} texts are found without this head alone; standard error about ${worthError(spec).toFixed(1)}.`;
}

/** With a true minus sign, and a plus. @param {number} x */
export const signed = (x) => (x > 0 ? `+${x}` : x < 0 ? `−${-x}` : "0");

/** @param {number} number @param {boolean} on @param {number | null} change  null: not told */
export function headName(number, on, change) {
  const name = `layer ${Math.floor(number / HEADS)}, head ${number % HEADS}, ${on ? "on" : "off"}`;
  return change === null ? name : `${name}; without it alone ${signed(change)} found`;
}

/** @param {Spec} spec */
export const onlyMeasured = (spec) =>
  "Without the MiniLM package only measured sets can be shown: one head, one layer, one column, the steps of an order. "
  + `For any other set run “${spec.command}” and restart the kernel.`;

/** @param {Kernel | null | undefined} kernel @param {boolean} long */
export function waitingFor(kernel, long) {
  const gone = kernel && (kernel.isDisposed || ["dead", "terminating", "unknown"].includes(kernel.status ?? ""));
  if (gone) return "The kernel is gone: run the cell again to measure this set. Measured sets can still be shown.";
  if (!long) return "Computing …";
  if (kernel?.status === "busy") return "Computing … (the kernel is busy; about a second when it is free)";
  if (kernel?.status === "idle") return "No answer: the kernel was restarted. Run this cell again to measure this set.";
  return "No answer: this set was not measured before, and needs a running kernel. Measured sets can still be shown.";
}

/** A chart in a sentence. @param {Spec} spec @param {number} at  the task @param {boolean} curves */
export function chartName(spec, at, curves) {
  const task = spec.tasks[at];
  const floors = spec.floors.map(({ title, right }) => `${title} finds ${right[at]}`);
  const orders = curves ? Object.entries(spec.orders).slice(0, 2).map(([name, order]) =>
    `${name}: ${told(spec, at, order)}`) : [];
  return [`${task.title}, ${task.things} found of ${task.of}`, ...orders, ...floors].join("; ");
}

/** @param {Spec} spec @param {number} at @param {number[]} order */
function told(spec, at, order) {
  const steps = [0, 24, 48, 72].map((off) => `${spec.states[without(order.slice(0, off))][at][0]} with ${off} off`);
  return steps.join(", ");
}
