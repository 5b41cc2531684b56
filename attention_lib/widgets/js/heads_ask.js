// Asking Python to read a sentence or to open a head: the newest wins, and not for ever.

/** @typedef {import("./heads_types.js").Model} Model */

const PATIENCE = [500, 4000]; // milliseconds after which a missing answer is mentioned

export class Asker {
  /** @param {Model} model @param {(message: string) => void} onWaiting  "" when there is nothing to wait for */
  constructor(model, onWaiting) {
    this.model = model;
    this.onWaiting = onWaiting;
    this.seq = model.get("answer").seq;
    /** @type {ReturnType<typeof setTimeout>[]} */ this.worries = [];
  }

  /** @param {{ text: string } | { layer: number, head: number }} what */
  ask(what) {
    this.seq = Math.max(this.seq, this.model.get("answer").seq) + 1;
    this.model.set("request", { seq: this.seq, ...what });
    this.model.save_changes();
    this.#calm();
    this.worries = PATIENCE.map((wait, late) =>
      setTimeout(() => this.onWaiting(waitingFor(this.model.widget_manager?.kernel, late === 1)), wait));
  }

  /** @returns {boolean} whether the answer is the one waited for, or newer: Python's own */
  answered() {
    if (this.model.get("answer").seq < this.seq) return false;
    this.#calm();
    this.onWaiting("");
    return true;
  }

  stop() {
    this.#calm();
  }

  #calm() {
    this.worries.forEach(clearTimeout);
    this.worries = [];
  }
}

const KEPT = "What you see was read before.";

/** @param {{ status?: string, isDisposed?: boolean } | null | undefined} kernel @param {boolean} long */
export function waitingFor(kernel, long) {
  const gone = kernel && (kernel.isDisposed || ["dead", "terminating", "unknown"].includes(kernel.status ?? ""));
  if (gone) return `The kernel is gone: run this cell again. ${KEPT}`;
  if (kernel?.status === "busy") return long ? `The kernel is busy; this comes next. ${KEPT}` : "Reading …";
  if (!long) return "Reading …";
  if (kernel?.status === "idle") return `No answer: the kernel was restarted. Run this cell again. ${KEPT}`;
  return `No answer: this needs a running kernel, which is busy or gone. ${KEPT}`;
}
