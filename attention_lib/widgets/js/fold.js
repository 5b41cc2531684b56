// A widget that would give away a prediction stays folded until the learner opens it.
import { el } from "./dom.js";
import { isolateKeys } from "./keys.js";

/** @typedef {import("./types.js").Model} Model */

const SUMMARY = "Committed to a prediction? Click to look.";

/** The element, behind a summary if the model asks for one. @param {Pick<Model, "get">} model @param {HTMLElement} element */
export function foldable(model, element) {
  if (!model.get("folded")) return element;
  const fold = el("details", { class: "att-fold" }, el("summary", {}, SUMMARY), element);
  isolateKeys(fold); // the summary's Enter and Space are not the notebook's
  return fold;
}
