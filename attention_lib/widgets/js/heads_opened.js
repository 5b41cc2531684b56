// A head in the editor, below the map that it was opened from.
import { button } from "./controls.js";
import { el, setText } from "./dom.js";
import { headName } from "./heads_maps.js";

/** @typedef {import("./heads_types.js").Answer} Answer */
/** @typedef {import("./heads_types.js").Model} Model */

export class OpenedHead {
  /** @param {Model} model @param {() => void} open */
  constructor(model, open) {
    this.model = model;
    this.asked = false;
    this.button = button("", () => {
      this.asked = true;
      open();
    });
    this.title = el("div", { role: "status" });
    this.place = el("div");
    this.element = el("div", { class: "att-hd-editor" }, this.title, this.place);
    this.element.hidden = true;
    /** @type {string | null} what is shown */ this.reference = null;
    /** @type {{ remove: () => void } | null} */ this.view = null;
  }

  /** @param {number} at */
  offer(at) {
    setText(this.button, `Open ${headName(at)} in the editor`);
  }

  /** @param {Answer} answer */
  async show({ opened }) {
    const reference = opened ? this.model.get("opened") : null;
    if (reference === this.reference) return;
    this.reference = reference;
    this.element.hidden = !reference;
    setText(this.title, opened ? opened.title : "");
    this.#remove();
    if (!reference) return;
    try {
      const manager = this.model.widget_manager;
      if (!manager) throw new Error("no widget manager");
      const view = await manager.create_view(await manager.get_model(reference.replace("IPY_MODEL_", "")));
      if (reference !== this.reference) return view.remove(); // another was asked for meanwhile
      this.view = view;
      this.place.append(view.el);
      if (this.asked) this.element.scrollIntoView({ block: "nearest" });
      this.asked = false;
    } catch {
      if (reference !== this.reference) return; // gone, because another was asked for meanwhile
      setText(this.title, "The editor cannot be shown here: run this cell again.");
    }
  }

  stop() {
    this.reference = null;
    this.#remove();
  }

  #remove() {
    this.view?.remove();
    this.view = null;
    this.place.replaceChildren();
  }
}
