// AttentionComparison: one set of queries, keys and values under two settings, A and B.
import { namesOf } from "./board.js";
import { controlEvents, settingEvents, step, wireBoard } from "./comparison_actions.js";
import { ComparisonBoard, isInput, OUTPUTS, WEIGHTS } from "./comparison_board.js";
import { ComparisonControls } from "./comparison_controls.js";
import { outputComparison, pairComparison } from "./comparison_derivation.js";
import { isOutput, marksOn, pairOf } from "./comparison_selection.js";
import { SideSettings } from "./comparison_settings.js";
import { compare, sideOf, SIDES } from "./comparison_state.js";
import { describeDifference, editSentence, largestDifference } from "./comparison_words.js";
import { el, setText } from "./dom.js";
import { exact } from "./format.js";
import { isolateKeys } from "./keys.js";
import { Panel } from "./panel.js";
import { Store } from "./store.js";

/** @typedef {import("./comparison_types.js").Cell} Cell */
/** @typedef {import("./comparison_types.js").Results} Results */
/** @typedef {import("./types.js").Model} Model */

export class Comparison {
  /** @type {Cell | null} */ #hovered = null;
  /** @type {Cell | null} */ #pinned = null;
  #status; #controls; #sides; #panel; #headline; #pair;

  /** @param {Model} model */
  constructor(model) {
    this.model = model;
    /** @type {import("./comparison_types.js").ComparisonStore} */
    this.store = new Store(model, (edit) => this.#onChange(edit), (task) => queueMicrotask(task), compare);
    const [row, column] = largestDifference(this.store.result) ?? [0, 0];
    /** @type {Cell} */ this.focused = { matrix: "difference", row, column };
    this.#pair = { i: row, j: column };

    this.#status = el("div", { class: "att-status", role: "status" });
    this.board = new ComparisonBoard({
      hover: (cell) => { this.#hovered = cell; this.select(); },
      focus: (cell) => { this.focused = cell; this.select(); },
    });
    this.#controls = new ComparisonControls(controlEvents(this));
    this.#sides = SIDES.map((side) => new SideSettings(side, settingEvents(this, side)));
    this.#panel = new Panel((direction) => step(this, direction));
    this.#headline = el("div", "att-headline");
    this.element = this.#assembled();
    wireBoard(this);
    isolateKeys(this.element);
    this.show();
  }

  /** Draw the store's state. @param {boolean} [edited]  flash what changed */
  show(edited = false) {
    const { state, result, history } = this.store;
    const present = this.model.get("present");
    const typing = this.element.contains(document.activeElement);
    this.board.show(state, result, edited);
    for (const side of this.#sides) side.show(state);
    this.#controls.show(state, history, present);
    const sentence = describeDifference(result, this.#names());
    setText(this.#headline, sentence[0].toUpperCase() + sentence.slice(1));
    this.element.classList.toggle("att-present", present);
    this.element.classList.toggle("att-desk", !present);
    // Its cell is gone: without a new place the next key would reach the notebook.
    if (typing && !this.element.contains(document.activeElement)) this.board.grids[this.focused.matrix].focus();
    this.select();
  }

  /** Outline what belongs to the pinned, hovered or focused cell, and derive it on both sides. */
  select() {
    const { state, result } = this.store;
    const chosen = this.#alive(this.#pinned) ?? this.#alive(this.#hovered) ?? this.#alive(this.focused)
      ?? { matrix: "difference", row: 0, column: 0 };
    const pair = pairOf(chosen, this.#pair);
    this.#pair = { i: Math.min(pair.i, state.query.length - 1), j: Math.min(pair.j, state.key.length - 1) };
    const pinned = sameCell(chosen, this.#pinned);
    this.board.mark(marksOn(chosen), pinned);

    const named = this.#names();
    const { i, j } = this.#pair;
    const note = pinned ? "  (pinned: Esc lets go)" : "";
    if (isOutput(chosen)) {
      this.#panel.show(`output ${named.queries[i]}, dimension ${chosen.column + 1}${note}`,
        outputComparison(state, result, named, i, chosen.column));
    } else {
      this.#panel.show(`query ${named.queries[i]} · key ${named.keys[j]}${note}`,
        pairComparison(state, result, named, i, j));
    }
    this.#panel.offerSteps(this.chosenInput());
  }

  /** Pin a cell; the same again, or null, lets go. @param {Cell | null} cell */
  pin(cell) {
    this.#pinned = sameCell(cell, this.#pinned) ? null : cell;
    this.select();
  }

  /** @param {string} message @param {boolean} [wrong]  whether it refuses something */
  say(message, wrong = false) {
    setText(this.#status, message);
    this.#status.classList.toggle("att-wrong", wrong && message !== "");
  }

  /** The focused number of Q, K or V, which − and + change. */
  chosenInput() {
    const { matrix, row, column } = this.focused;
    if (!isInput(matrix) || !this.#alive(this.focused)) return null;
    const { queries, keys } = this.#names();
    const token = (matrix === "query" ? queries : keys)[row];
    const value = this.store.state[matrix][row][column];
    return { name: matrix, row, column, value, label: `${matrix} ${token}, dimension ${column + 1}`, text: exact(value) };
  }

  #assembled() {
    const { board } = this;
    const panel = this.#panel;
    const group = (/** @type {string} */ name, /** @type {Node[]} */ ...children) =>
      el("div", `att-${name}`, ...children);
    const sides = group("sides", ...this.#sides.map((side) => side.element),
      group("found", this.#headline, panel.stepper));
    return el("div", { class: "att-editor att-comparison", role: "group", "aria-label": "Attention comparison" },
      this.#controls.element,
      group("inputs att-row", ...board.elements(["query", "key"]), sides),
      this.#status,
      group("maps att-row", ...board.elements(WEIGHTS)),
      panel.derivation,
      group("outputs att-row", ...board.elements(["value", ...OUTPUTS])));
  }

  /** @param {{ before: Results } | null} edit */
  #onChange(edit) {
    this.show(edit !== null);
    if (edit) this.say(editSentence(edit.before, this.store.result, this.#names()));
  }

  #names() {
    return namesOf(sideOf(this.store.state, "a"));
  }

  /** A cell, unless an edit has taken it away. @param {Cell | null} cell */
  #alive(cell) {
    return cell && this.board.grids[cell.matrix].cells[cell.row]?.[cell.column] ? cell : null;
  }
}

/** @param {Cell | null} a @param {Cell | null} b */
const sameCell = (a, b) => a?.matrix === b?.matrix && a?.row === b?.row && a?.column === b?.column;

/** @param {{ model: Model, el: HTMLElement }} view */
function render({ model, el: host }) {
  host.classList.add("att-host");
  const comparison = new Comparison(model);
  const follow = () => comparison.store.follow();
  const redraw = () => comparison.show();
  model.on("change:state", follow);
  model.on("change:present", redraw);
  host.append(comparison.element);
  return () => {
    model.off("change:state", follow);
    model.off("change:present", redraw);
  };
}

export default { render };
