// HeadPruning: switch MiniLM's heads off; two searches show at once what that costs.
import { el, on, setText } from "./dom.js";
import { foldable } from "./fold.js";
import { isolateKeys, withCommand } from "./keys.js";
import { Chart, legend } from "./pruning_chart.js";
import { PruningControls } from "./pruning_controls.js";
import { HeadGrid } from "./pruning_grid.js";
import { afterPress, ALL_ON, countOff, Path } from "./pruning_sets.js";
import { announcement, change, found, onlyMeasured, waitingFor, worth, worthNote } from "./pruning_words.js";

/** @typedef {import("./pruning_types.js").Model} Model */
/** @typedef {import("./pruning_types.js").Spec} Spec */
/** @typedef {import("./pruning_types.js").Counts} Counts */

const PATIENCE = [0, 3000]; // milliseconds until a missing answer is mentioned
const HINT = "Press a head to switch it off or on; press L, H or “all” for a layer, a column, all heads.";
const LOOKS = /** @type {const} */ (["curves", "worth", "present"]);

export class Pruning {
  /** @param {Model} model */
  constructor(model) {
    this.model = model;
    /** @type {Spec} */ this.spec = model.get("spec");
    /** @type {Record<string, Counts[]>} */ this.known = { ...this.spec.states };
    /** @type {string[]} sets that were shown in this view */ this.seen = [];
    /** @type {ReturnType<typeof setTimeout>[]} */ this.worries = [];
    /** @type {string | null} the set that another press has become */ this.instead = null;
    this.path = new Path(model.get("state"));
    this.controls = new PruningControls(this.spec, {
      go: (key, drag) => this.#go(key, drag),
      step: (by) => this.#step(by),
      reset: () => this.#go(ALL_ON),
      look: (name, on) => { model.set(name, on); model.save_changes(); },
    });
    this.grid = new HeadGrid((numbers) => this.#press(numbers));
    this.note = el("p", { class: "att-pr-note" });
    this.message = el("div", { class: "att-pr-message", role: "status" });
    this.panels = this.spec.tasks.map((task, at) => {
      const chart = new Chart(this.spec, at);
      const [right, against] = [el("div", "att-pr-found"), el("div", "att-pr-change")];
      return { chart, right, against, element: el("div", { class: "att-pr-panel", role: "group", "aria-label": task.title },
        el("div", "att-pr-title", task.title), right, against, chart.element) };
    });
    this.legend = el("div", { class: "att-pr-legend" }, ...legend());
    this.papers = el("details", { class: "att-pr-papers" }, el("summary", {}, "What papers report"),
      el("ul", {}, ...this.spec.published.map((line) => el("li", {}, line))));
    this.element = el("div", { class: "att-pruning", role: "group", "aria-label": "Pruning heads of MiniLM" },
      this.controls.element,
      el("div", { class: "att-pr-body" },
        el("div", { class: "att-pr-heads" }, this.grid.table, this.note, this.legend, this.message),
        el("div", { class: "att-pr-panels" }, ...this.panels.map(({ element }) => element))),
      this.papers);
    isolateKeys(this.element);
    on(this.element, "keydown", (event) => this.#shortcut(event));
    this.showLooks();
    this.hear();
  }

  /** Python has answered. */
  hear() {
    const { state, counts, problem } = this.model.get("answer");
    this.known[state] = counts;
    if (problem && problem.state === this.model.get("state")) this.#worry(problem.text);
    this.show();
  }

  /** Draw the set that is chosen, in one paint. */
  show() {
    const key = this.model.get("state");
    this.path.go(key, this.path.dragging);
    const counts = this.known[key];
    if (counts && !this.seen.includes(key)) this.seen.push(key);
    // Said with every drawing of that set: Python's answer draws it once more.
    const why = this.instead === key ? ` ${onlyMeasured(this.spec)}` : "";
    if (counts) this.#calm(announcement(this.spec, key, counts) + why);
    const seen = this.seen.filter((each) => each !== key);
    this.panels.forEach(({ chart, right, against }, at) => {
      setText(right, counts ? found(this.spec.tasks[at], counts[at]) : "…");
      setText(against, counts ? change(counts[at]) : "not measured yet");
      chart.show(countOff(key), counts ? counts[at][0] : null,
        seen.map((each) => ({ off: countOff(each), right: this.known[each][at][0] })));
    });
    this.#drawHeads(key);
  }

  /** What is shown beside the set itself. */
  showLooks() {
    const { curves, worth: worths, present } = this.#looks();
    this.panels.forEach(({ chart }) => chart.showCurves(curves));
    this.legend.classList.toggle("att-pr-hidden", !curves);
    this.papers.hidden = !curves;
    setText(this.note, worths ? worthNote(this.spec) : HINT);
    this.element.classList.toggle("att-present", present);
    this.#drawHeads(this.model.get("state"));
  }

  stop() {
    this.worries.forEach(clearTimeout);
  }

  /** @param {string} key */
  #drawHeads(key) {
    const looks = this.#looks();
    this.grid.show(key, looks.worth ? (number) => worth(this.spec, number) : null);
    this.controls.show(key, this.path, looks);
  }

  #looks() {
    const [curves, worths, present] = LOOKS.map((name) => Boolean(this.model.get(name)));
    return { curves, worth: worths, present };
  }

  /** @param {number[]} numbers */
  #press(numbers) {
    const { key, alone } = afterPress(this.model.get("state"), numbers, this.spec, this.model.get("live"));
    this.instead = alone ? key : null;
    this.#go(key);
  }

  /** @param {string} key @param {boolean} [drag] */
  #go(key, drag = false) {
    this.path.go(key, drag);
    this.#set(key);
  }

  /** @param {-1 | 1} by */
  #step(by) {
    const key = this.path.step(by);
    if (key !== null) this.#set(key);
  }

  /** The newest wins: ipywidgets keeps one update back while the kernel computes. @param {string} key */
  #set(key) {
    if (!(key in this.known)) this.#wait();
    this.model.set("state", key);
    this.model.save_changes();
    this.show();
  }

  #wait() {
    this.stop();
    this.worries = PATIENCE.map((wait, late) => setTimeout(() => {
      if (!(this.model.get("state") in this.known)) {
        setText(this.message, waitingFor(this.model.widget_manager?.kernel, late === 1));
      }
    }, wait));
  }

  /** @param {string} message */
  #calm(message) {
    this.stop();
    setText(this.message, message);
  }

  /** @param {string} problem */
  #worry(problem) {
    this.#calm(problem);
  }

  /** @param {KeyboardEvent} event */
  #shortcut(event) {
    if (!withCommand(event) || event.key.toLowerCase() !== "z") return;
    event.preventDefault();
    this.#step(event.shiftKey ? 1 : -1);
  }
}

/** @param {{ model: Model, el: HTMLElement }} view */
function render({ model, el: host }) {
  host.classList.add("att-host");
  const pruning = new Pruning(model);
  /** @type {[string, () => void][]} */
  const heard = [
    ["state", () => pruning.show()], ["answer", () => pruning.hear()],
    ...LOOKS.map((name) => /** @type {[string, () => void]} */ ([name, () => pruning.showLooks()])),
  ];
  for (const [name, listener] of heard) model.on(`change:${name}`, listener);
  host.append(foldable(model, pruning.element));
  return () => {
    for (const [name, listener] of heard) model.off(`change:${name}`, listener);
    pruning.stop();
  };
}

export default { render };
