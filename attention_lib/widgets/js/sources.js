// Where the queries come from, and where keys and values do: the same words or their own.
import { el, on, setText } from "./dom.js";
import { keyWords } from "./state.js";

/** @typedef {import("./types.js").State} State */

/**
 * @typedef {object} SourceEvents
 * @property {(which: "tokens" | "key_tokens", text: string) => boolean} words  whether they were accepted
 * @property {(own: boolean) => void} source  whether keys and values have words of their own
 */

const SAME = "the same words: self-attention";
const OWN = "other words: cross-attention";

export class Sources {
  #queries; #keys; #source;

  /** @param {SourceEvents} events */
  constructor(events) {
    this.#queries = new WordField("tokens", events);
    this.#keys = new WordField("key_tokens", events);
    setText(this.#keys.name, "Key words");
    this.#source = el("select", {}, el("option", { value: "same" }, SAME), el("option", { value: "own" }, OWN));
    on(this.#source, "change", () => events.source(this.#source.value === "own"));
    this.elements = [
      this.#queries.element,
      el("label", {}, "Keys, values ", this.#source),
      this.#keys.element,
    ];
  }

  /** @param {State} state */
  show(state) {
    const own = state.key_tokens !== null;
    setText(this.#queries.name, own ? "Query words" : "Words");
    this.#queries.show(state.tokens);
    this.#source.value = own ? "own" : "same";
    this.#keys.element.hidden = !own;
    this.#keys.show(keyWords(state));
  }
}

class WordField {
  #shown = "";
  #input;

  /** @param {"tokens" | "key_tokens"} which @param {SourceEvents} events */
  constructor(which, events) {
    this.name = el("span");
    this.#input = el("input", { type: "text", class: "att-words", autocomplete: "off", spellcheck: "false" });
    this.element = el("label", "att-words-label", this.name, " ", this.#input);
    on(this.#input, "change", () => {
      this.#input.setAttribute("aria-invalid", String(!events.words(which, this.#input.value)));
    });
    on(this.#input, "keydown", (event) => {
      if (event.key === "Escape") this.#restore();
    });
  }

  /** @param {string[]} tokens */
  show(tokens) {
    this.#shown = tokens.join(" ");
    if (document.activeElement !== this.#input) this.#restore();
  }

  #restore() {
    this.#input.value = this.#shown;
    this.#input.setAttribute("aria-invalid", "false");
  }
}
