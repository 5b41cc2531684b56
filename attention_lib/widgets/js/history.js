// Undo and redo as whole states: they are small, and nothing can be forgotten.

/** @template T */
export class History {
  /** @param {T} present @param {number} [depth] */
  constructor(present, depth = 200) {
    this.present = present;
    this.depth = depth;
    /** @type {T[]} */ this.past = [];
    /** @type {T[]} */ this.future = [];
  }

  /** @param {T} next */
  commit(next) {
    this.past = [...this.past, this.present].slice(-this.depth);
    this.future = [];
    this.present = next;
  }

  /** @returns {boolean} whether there was anything to undo */
  undo() {
    const previous = this.past.pop();
    if (previous === undefined) return false;
    this.future.push(this.present);
    this.present = previous;
    return true;
  }

  /** @returns {boolean} whether there was anything to redo */
  redo() {
    const next = this.future.pop();
    if (next === undefined) return false;
    this.past.push(this.present);
    this.present = next;
    return true;
  }
}
