// Copy, or where the browser refuses (a hub on plain HTTP) show the text, selected.
import { el, on } from "./dom.js";

export class Copier {
  #say;

  /** @param {(message: string) => void} say */
  constructor(say) {
    this.#say = say;
    this.element = el("textarea", { class: "att-copied", readonly: "", rows: "10", "aria-label": "Python code to copy" });
    this.element.hidden = true;
    on(this.element, "blur", () => { this.element.hidden = true; });
  }

  /** @param {string} text */
  async copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      this.#say("Copied as Python: paste it into a cell");
    } catch {
      this.element.value = text;
      this.element.hidden = false;
      this.element.focus();
      this.element.select();
      this.#say("The browser does not let this page copy: press Ctrl+C (⌘C)");
    }
  }
}
