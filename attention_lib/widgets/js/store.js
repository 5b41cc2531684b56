// The state of one widget: recorded, recomputed and kept equal to Python's.
import { History } from "./history.js";
import { attend } from "./math.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Result} Result */

/**
 * @template {{ seq: number }} [S=State]
 * @template [R=Result]
 */
export class Store {
  #compute; #later; #model; #onChange; #settled;

  /**
   * @param {import("./types.js").Model} model
   * @param {(edit: { before: R } | null) => void} onChange  the edit, where there was one
   * @param {(task: () => void) => void} [later]  runs what may wait until the screen is drawn
   * @param {(state: S) => R} [compute]  what follows from a state
   */
  constructor(model, onChange, later = (task) => task(), compute = /** @type {any} */ (attend)) {
    this.#compute = compute;
    this.#later = later;
    this.#model = model;
    this.#onChange = onChange;
    /** @type {History<S>} */
    this.history = new History(model.get("state"));
    this.state = this.history.present; // runs ahead of the history while a number is dragged
    this.result = compute(this.state);
    this.#settled = this.result; // what the last edit led to
  }

  /** What it began with. Nothing is kept twice: there is no "initial" until the first change. @returns {S} */
  get initial() {
    return this.#model.get("initial") ?? this.#model.get("state");
  }

  /** Show a state without recording it. @param {S} state */
  preview(state) {
    this.state = state;
    this.result = this.#compute(state);
    this.#onChange(null);
  }

  /** Record an edit, show it and tell Python. @param {S} next */
  commit(next) {
    this.history.commit({ ...next, seq: this.state.seq + 1 });
    this.#settle();
  }

  /** @param {"undo" | "redo"} way @returns {boolean} whether there was anything to do */
  travel(way) {
    const seq = this.state.seq + 1;
    if (!this.history[way]()) return false;
    this.history.present = { ...this.history.present, seq };
    this.#settle();
    return true;
  }

  /** Python set the state: follow, and keep the way back. */
  follow() {
    const state = this.#model.get("state");
    if (JSON.stringify(state) === JSON.stringify(this.history.present)) return;
    this.history.commit(state);
    this.preview(state);
    this.#settled = this.result;
  }

  #settle() {
    const before = this.#settled;
    this.state = this.history.present;
    this.result = this.#compute(this.state);
    this.#settled = this.result;
    this.#onChange({ before });
    this.#later(() => {
      this.#model.set("initial", this.initial);
      this.#model.set("state", this.state);
      this.#model.save_changes();
    });
  }
}
