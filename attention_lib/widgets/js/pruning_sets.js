// Sets of heads: 18 hexadecimal digits, as Python's state_key writes them.

/** @typedef {import("./pruning_types.js").Spec} Spec */

export const LAYERS = 6;
export const HEADS = 12;
export const EVERY_HEAD = Array.from({ length: LAYERS * HEADS }, (_, number) => number);
const DIGITS = EVERY_HEAD.length / 4;
export const ALL_ON = "f".repeat(DIGITS);

/** Whether each head is on. @param {string} key @returns {boolean[]} */
export function headsOf(key) {
  const bits = BigInt(`0x${key}`);
  return EVERY_HEAD.map((number) => (bits >> BigInt(number) & 1n) === 1n);
}

/** @param {boolean[]} heads */
export function keyOf(heads) {
  const bits = heads.reduce((sum, on, number) => (on ? sum | 1n << BigInt(number) : sum), 0n);
  return bits.toString(16).padStart(DIGITS, "0");
}

/** The set without these heads. @param {Iterable<number>} numbers */
export function without(numbers) {
  const gone = new Set(numbers);
  return keyOf(EVERY_HEAD.map((number) => !gone.has(number)));
}

/** How many heads are off. @param {string} key */
export const countOff = (key) => headsOf(key).filter((on) => !on).length;

/** The heads of a row, of a column, or all of them. @param {number | null} layer @param {number | null} head */
export function headsAt(layer, head) {
  return EVERY_HEAD.filter((number) =>
    (layer === null || Math.floor(number / HEADS) === layer) && (head === null || number % HEADS === head));
}

/** Off where any of these is on, else on again. @param {string} key @param {number[]} numbers */
export function toggled(key, numbers) {
  const heads = headsOf(key);
  const off = numbers.some((number) => heads[number]);
  for (const number of numbers) heads[number] = !off;
  return keyOf(heads);
}

/** Whether all, none or some of these are on, as ARIA says it. @param {string} key @param {number[]} numbers */
export function pressed(key, numbers) {
  const heads = headsOf(key);
  const on = numbers.filter((number) => heads[number]).length;
  return on === 0 ? "false" : on === numbers.length ? "true" : "mixed";
}

/**
 * What a press leads to. Where only measured sets can be shown and that is none, these heads go
 * alone (a single head, a layer, a column: all of them are measured).
 * @param {string} key @param {number[]} numbers @param {Spec} spec @param {boolean} live
 * @returns {{ key: string, alone: boolean }}
 */
export function afterPress(key, numbers, spec, live) {
  const next = toggled(key, numbers);
  if (live || next in spec.states) return { key: next, alone: false };
  return { key: without(numbers), alone: true };
}

/** After so many heads of an order. @param {number[]} order @param {number} off */
export const alongOrder = (order, off) => without(order.slice(0, off));

/** What undo and redo go through; a drag is one step. */
export class Path {
  /** @param {string} key */
  constructor(key) {
    this.keys = [key];
    this.at = 0;
    this.dragging = false;
  }

  /** @param {string} key @param {boolean} [drag]  more of the same movement follows */
  go(key, drag = false) {
    if (key !== this.keys[this.at]) {
      if (!(drag && this.dragging)) this.at += 1;
      this.keys = [...this.keys.slice(0, this.at), key];
    }
    this.dragging = drag;
  }

  /** @param {-1 | 1} by @returns {string | null}  null at the end */
  step(by) {
    this.dragging = false;
    const next = this.keys[this.at + by];
    if (next === undefined) return null;
    this.at += by;
    return next;
  }

  get canUndo() {
    return this.at > 0;
  }

  get canRedo() {
    return this.at < this.keys.length - 1;
  }
}
