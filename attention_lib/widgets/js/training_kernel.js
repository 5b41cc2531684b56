// Asking the kernel to train or to stop; and noticing when it no longer answers.

/** @typedef {import("./training_types.js").Model} Model */
/** @typedef {import("./training_types.js").Kernel} Kernel */

const PATIENCE = [600, 4000]; // milliseconds until a missing answer is mentioned, and explained
const SILENCE = 6000; // a run tells ten times a second: something is wrong

export class Commands {
  /**
   * @param {Model} model
   * @param {(message: string, silent: boolean) => void} onWaiting  "" when there is nothing to wait for
   */
  constructor(model, onWaiting) {
    this.model = model;
    this.onWaiting = onWaiting;
    /** @type {"" | "train" | "stop"} */ this.asked = "";
    /** @type {ReturnType<typeof setTimeout>[]} */ this.worries = [];
    if (model.get("run").state === "training") this.#expect([SILENCE], "training");
  }

  /** @param {number} seed */
  train(seed) { this.#ask("train", { do: "train", seed }); }

  stop() { this.#ask("stop", { do: "stop" }); }

  /** Python has told something. */
  heard() {
    const { state } = this.model.get("run");
    if (this.asked === "stop" && state === "training") return; // told before it heard
    this.asked = "";
    this.leave();
    this.onWaiting("", false);
    if (state === "training") this.#expect([SILENCE], "training");
  }

  leave() {
    this.worries.forEach(clearTimeout);
    this.worries = [];
  }

  /** @param {"train" | "stop"} what @param {unknown} content */
  #ask(what, content) {
    this.asked = what;
    this.#expect(PATIENCE, what);
    try {
      this.model.send(content);
    } catch {
      this.#worry(what, true); // the channel is closed
    }
  }

  /** @param {number[]} waits @param {"train" | "stop" | "training"} what */
  #expect(waits, what) {
    this.leave();
    this.worries = waits.map((wait, i) => setTimeout(() => this.#worry(what, i === waits.length - 1), wait));
  }

  /** @param {"train" | "stop" | "training"} what @param {boolean} long */
  #worry(what, long) {
    const kernel = this.model.widget_manager?.kernel;
    const later = kernel?.status === "busy" && !isGone(kernel);
    if (long && later) this.#expect([SILENCE], what); // it will be done
    else if (long) this.asked = "";
    this.onWaiting(silence(kernel, what, long), long && !later);
  }
}

/** @param {Kernel} kernel */
const isGone = (kernel) => kernel.isDisposed || ["dead", "terminating", "unknown"].includes(kernel.status ?? "");

/** @param {Kernel | null | undefined} kernel @param {"train" | "stop" | "training"} what @param {boolean} long */
export function silence(kernel, what, long) {
  if (kernel && isGone(kernel)) return "The kernel is gone. Training needs one: run this cell again.";
  if (kernel?.status === "busy") {
    return `The kernel is busy with another cell${what === "training" ? "" : `; it will ${what} after that`}.`;
  }
  if (!long) return what === "stop" ? "Stopping …" : "Waiting for the kernel …";
  if (kernel?.status === "idle") return "No answer: the kernel was restarted. Run this cell again to train.";
  return "No answer. Training needs a running kernel; here it is busy or there is none.";
}
