// Where the decoders are: how many German words are written.

export const BEAT = 700; // milliseconds between two words while playing

export class Steps {
  /** @param {() => void} onChange */
  constructor(onChange) {
    this.onChange = onChange;
    this.at = 0;
    this.last = 0;
    /** @type {ReturnType<typeof setInterval> | undefined} */ this.playing = undefined;
  }

  /** A new translation is shown whole. @param {number} last */
  reset(last) {
    this.#halt();
    this.last = last;
    this.at = last;
  }

  /** The learner takes over from the player. @param {number} at */
  go(at) {
    this.#halt();
    this.#move(at);
  }

  get whole() {
    return this.at >= this.last;
  }

  /** From the beginning where nothing is left to write. */
  togglePlay() {
    if (this.playing !== undefined) {
      this.#halt();
      this.onChange();
      return;
    }
    this.playing = setInterval(() => {
      if (this.at + 1 >= this.last) this.#halt();
      this.#move(this.at + 1);
    }, BEAT);
    this.#move(this.whole ? Math.min(1, this.last) : this.at + 1);
    if (this.whole) this.#halt();
  }

  stop() {
    this.#halt();
  }

  #halt() {
    clearInterval(this.playing);
    this.playing = undefined;
  }

  /** @param {number} at */
  #move(at) {
    this.at = Math.min(Math.max(at, 0), this.last);
    this.onChange();
  }
}
