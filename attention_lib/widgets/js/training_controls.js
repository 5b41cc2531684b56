// Train, stop, and from which seed.
import { button, enable } from "./controls.js";
import { el, on, setAttribute, setText, uniqueId } from "./dom.js";
import { grouped } from "./training_words.js";

/** @typedef {{ train: (seed: number) => void, stop: () => void, shipped: (on: boolean) => void, present: () => void }} Events */

export class TrainingControls {
  #most; #seed; #train; #stop; #shipped; #present; #message; #wrong = "";

  /** @param {{ most: number, starts: string }} about @param {Events} events */
  constructor({ most, starts }, events) {
    this.#most = most;
    this.#message = el("div", { class: "att-lt-message", id: uniqueId("seed") });
    this.#seed = el("input", {
      type: "text", inputmode: "numeric", class: "att-size", autocomplete: "off", "aria-invalid": "false",
      "aria-describedby": this.#message.id,
    });
    this.#train = button("▶ Train", () => this.#ask(events));
    this.#stop = button("■ Stop", events.stop);
    this.#shipped = el("input", { type: "checkbox" });
    this.#present = button("Present", events.present);
    this.element = el("div", { class: "att-controls", role: "group", "aria-label": "Training" },
      el("span", { class: "att-buttons" }, this.#train, this.#stop),
      el("label", {}, "seed", this.#seed),
      button("Next seed", () => this.#next()),
      ...(starts ? [el("label", {}, this.#shipped, starts)] : []),
      this.#present);
    this.message = this.#message;
    on(this.#seed, "input", () => this.#check());
    on(this.#seed, "keydown", (event) => { if (event.key === "Enter") this.#ask(events); });
    on(this.#shipped, "change", () => events.shipped(this.#shipped.checked));
  }

  /** Not while the learner types another. @param {number} seed */
  writeSeed(seed) {
    if (document.activeElement === this.#seed) return;
    this.#seed.value = String(seed);
    this.#check();
  }

  /** @param {{ busy: boolean, stoppable: boolean, shipped: boolean, present: boolean }} state */
  show({ busy, stoppable, shipped, present }) {
    enable(this.#train, !busy);
    enable(this.#stop, stoppable);
    this.#shipped.checked = shipped;
    setAttribute(this.#present, "aria-pressed", String(present));
  }

  /** What else there is to say; what is wrong with the seed comes first. @param {string} text */
  say(text) {
    const said = this.#wrong || text;
    setText(this.#message, said);
    this.#message.classList.toggle("att-wrong", this.#wrong !== "");
  }

  /** @returns {number | null} */
  #check() {
    const text = this.#seed.value.trim();
    const good = /^\d{1,9}$/.test(text) && Number(text) <= this.#most;
    this.#wrong = good ? "" : `A seed is a whole number from 0 to ${grouped(this.#most)}.`;
    setAttribute(this.#seed, "aria-invalid", String(!good));
    if (this.#wrong || this.#message.classList.contains("att-wrong")) this.say("");
    return good ? Number(text) : null;
  }

  /** @param {Events} events */
  #ask(events) {
    const seed = this.#check();
    if (seed !== null && this.#train.getAttribute("aria-disabled") !== "true") events.train(seed);
  }

  #next() {
    const seed = this.#check() ?? -1;
    this.#seed.value = String(seed >= this.#most ? 0 : seed + 1);
    this.#check();
  }
}
