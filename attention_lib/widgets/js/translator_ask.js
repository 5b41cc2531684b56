// Asking Python for a translation: not at every key, never in a queue, and not for ever.

/** @typedef {import("./translator_types.js").Model} Model */
/** @typedef {import("./translator_types.js").Kernel} Kernel */

export const PAUSE = 150; // milliseconds of rest before a phrase is sent
export const HALF_A_WORD = 1200; // the same, while the last word may still grow
const PATIENCE = [500, 4000]; // when a missing answer is mentioned

export class Asker {
  /**
   * @param {Model} model
   * @param {(message: string) => void} onWaiting  "" when there is nothing to wait for
   */
  constructor(model, onWaiting) {
    this.model = model;
    this.onWaiting = onWaiting;
    this.seq = model.get("answer").seq;
    this.asked = model.get("answer").phrase;
    /** @type {ReturnType<typeof setTimeout> | undefined} */ this.resting = undefined;
    /** @type {ReturnType<typeof setTimeout>[]} */ this.worries = [];
  }

  /** @param {string} phrase @param {string[]} models */
  typed(phrase, models) {
    clearTimeout(this.resting);
    const rest = mayGrow(phrase, this.model.get("vocabulary")) ? HALF_A_WORD : PAUSE;
    this.resting = setTimeout(() => this.ask(phrase, models), rest);
  }

  /** The newest wins: ipywidgets keeps one update back while the kernel is busy. @param {string} phrase @param {string[]} models */
  ask(phrase, models) {
    clearTimeout(this.resting);
    const shown = this.model.get("answer");
    const same = models.every((name, i) => name === this.model.get("request").models[i]);
    if (same && phrase === this.asked && !(this.seq > shown.seq)) return;
    this.asked = phrase;
    this.seq = Math.max(this.seq, shown.seq) + 1;
    this.model.set("request", { seq: this.seq, phrase, models });
    this.model.save_changes();
    this.#calm();
    this.worries = PATIENCE.map((wait, late) =>
      setTimeout(() => this.onWaiting(waitingFor(this.model.widget_manager?.kernel, late === 1)), wait));
  }

  /** @returns {boolean} whether the answer is the one waited for, or newer: Python's own */
  answered() {
    const { seq, phrase } = this.model.get("answer");
    if (seq < this.seq) return false;
    if (seq > this.seq) this.asked = phrase;
    this.seq = seq;
    this.#calm();
    this.onWaiting("");
    return true;
  }

  stop() {
    clearTimeout(this.resting);
    this.#calm();
  }

  #calm() {
    this.worries.forEach(clearTimeout);
    this.worries = [];
  }
}

/** Whether the last word is only begun. @param {string} phrase @param {string[]} vocabulary */
export function mayGrow(phrase, vocabulary) {
  const last = phrase.toLowerCase().split(/[\s-]/).pop() ?? "";
  if (phrase.trim() === "") return true;
  return last !== "" && !vocabulary.includes(last) && vocabulary.some((word) => word.startsWith(last));
}

const KEPT = "Below stands what was translated last.";

/** @param {Kernel | null | undefined} kernel @param {boolean} long */
export function waitingFor(kernel, long) {
  const gone = kernel && (kernel.isDisposed || ["dead", "terminating", "unknown"].includes(kernel.status ?? ""));
  if (gone) return `The kernel is gone: run the cell again to translate. ${KEPT}`;
  if (kernel?.status === "busy") return `The kernel is busy with another cell; this phrase comes next. ${KEPT}`;
  if (!long) return "Translating …";
  if (kernel?.status === "idle") return `No answer: the kernel was restarted. Run this cell again to translate. ${KEPT}`;
  return `No answer: translating needs a running kernel, which is busy or gone. ${KEPT}`;
}

const ROOM = 56; // characters of suggestions that stand in one line, at least one of them

/**
 * What to offer: the nearest word for each unknown one, then the next nearest, as far as there is room.
 * @param {[string, string[]][]} nearest @returns {[string, string][]}  unknown, known
 */
export function offers(nearest) {
  const most = Math.max(0, ...nearest.map(([, near]) => near.length));
  /** @type {[string, string][]} */
  const all = Array.from({ length: most }, (_, nth) => nearest.flatMap(([unknown, near]) =>
    near.slice(nth, nth + 1).map((known) => /** @type {[string, string]} */ ([unknown, known])))).flat();
  let used = 0;
  return all.filter(([, known], i) => (used += known.length + 4) <= ROOM || i === 0);
}

/**
 * Put a known word where an unknown one was typed.
 * @param {string} phrase @param {string} unknown @param {string} known
 */
export function replaced(phrase, unknown, known) {
  const literal = unknown.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  const pattern = /[\p{L}\p{N}]/u.test(unknown) ? wholeWord(literal, /\d/.test(unknown) ? "\\d" : "\\p{L}")
    : /^[-‐‑–]$/.test(unknown) ? loneHyphen(literal) : literal;
  return phrase.replace(new RegExp(pattern, "giu"), () => ` ${known} `).replace(/\s+/g, " ").trim();
}

/** @param {string} literal @param {string} letter */
const wholeWord = (literal, letter) => `(?<!${letter})${literal}(?!${letter})`;

/** One between two letters belongs to a word: "eighty-two - four" has one minus. @param {string} literal */
const loneHyphen = (literal) => `(?<!\\p{L})${literal}|${literal}(?!\\p{L})`;
