// LiveTraining: networks learn in the kernel, and the learner watches, stops, and tries another seed.
import { el, on, setAttribute, setText } from "./dom.js";
import { isolateKeys } from "./keys.js";
import { Chart } from "./training_chart.js";
import { Columns } from "./training_columns.js";
import { TrainingControls } from "./training_controls.js";
import { Commands } from "./training_kernel.js";
import { legend } from "./training_legend.js";
import { columns, places } from "./training_scale.js";
import { watchWidth } from "./training_svg.js";
import { table } from "./training_table.js";
import { unpacked } from "./training_view.js";
import { announcement, facts, figureText, grouped, learning, progress, reading, shippedName, status } from "./training_words.js";

/** @typedef {import("./training_types.js").Model} Model */
/** @typedef {import("./training_types.js").Run} Run */
/** @typedef {import("./training_types.js").Spec} Spec */

const UNIT = 0.88; // the figure's text, in the widget's own
const HINT = "Point at a column, or Tab to it and use the arrow keys, to read its numbers.";

export class Training {
  /** @param {Model} model */
  constructor(model) {
    this.model = model;
    /** @type {Spec} */ this.spec = model.get("spec");
    /** @type {Run} */ this.run = unpacked(model.get("run"));
    /** @type {number | null} */ this.chosen = null;
    /** @type {number | null} */ this.pointed = null;
    this.lost = false;
    this.waiting = "";
    this.presented = false;
    this.commands = new Commands(model, (message, lost) => this.#wait(message, lost));
    this.controls = new TrainingControls({ most: this.spec.most_seed, starts: shippedName(this.spec) }, {
      train: (seed) => this.#command(() => this.commands.train(seed)),
      stop: () => this.#command(() => this.commands.stop()),
      shipped: (value) => this.#set("shipped", value),
      present: () => this.#set("present", !model.get("present")),
    });
    this.chart = new Chart(this.spec);
    this.columns = new Columns(this.spec.width, (heads) => { this.chosen = heads; this.#read(); });
    this.status = el("div", { class: "att-lt-status" });
    this.bar = el("div", {
      class: "att-lt-bar", role: "progressbar", "aria-label": "Training", "aria-valuemin": "0", "aria-valuemax": "100",
    }, el("i"));
    this.legend = el("div", { class: "att-lt-legend" });
    this.reading = el("div");
    this.longest = el("div", { class: "att-lt-ghost", "aria-hidden": "true" }); // keeps its height
    this.numbers = el("div", { class: "att-lt-numbers" });
    this.details = el("details", {}, el("summary", {}, "All numbers as a table"), this.numbers);
    this.heard = el("div", { class: "att-problem", role: "status" });
    this.element = el("div", { class: "att-editor att-training", role: "group", "aria-label": "Live training" },
      el("p", { class: "att-lt-about" }, el("b", {}, `${this.spec.title}. `), this.spec.explanation,
        ` All networks have ${grouped(this.spec.parameters)} parameters.`),
      this.controls.element, this.bar, el("div", { class: "att-lt-line" }, this.status, this.controls.message),
      this.columns.element, this.chart.element, this.legend,
      el("div", { class: "att-lt-reading" }, this.longest, this.reading), this.details, this.heard);
    isolateKeys(this.element);
    this.#listen();
    this.controls.writeSeed(this.run.seed);
    this.unwatch = watchWidth(this.element, () => this.draw());
  }

  /** Python tells of a run. */
  follow() {
    const before = this.run;
    this.run = unpacked(this.model.get("run"));
    this.lost = false;
    this.commands.heard();
    if (this.run.seed !== before.seed) this.controls.writeSeed(this.run.seed);
    const said = announcement(this.spec, before, this.run);
    if (said) setText(this.heard, said);
    this.draw();
  }

  draw() {
    const { model, run, spec } = this;
    const present = model.get("present");
    this.element.classList.toggle("att-present", present);
    if (present !== this.presented) this.details.open = present; // a wall has no pointer
    this.presented = present;
    const shown = { run, earlier: model.get("earlier"), published: model.get("published"), shipped: model.get("shipped"), lost: this.lost };
    const unit = UNIT * (parseFloat(getComputedStyle(this.element).fontSize) || 14);
    const heads = columns(spec, shown.published);
    const at = places(this.element.clientWidth - 6 || 900, unit, heads, { lanes: spec.questions.length, beside: Boolean(shown.published.values) });
    this.chart.draw(at, shown, figureText(spec, run, shown.shipped));
    this.columns.show(at, this.lost ? null : learning(spec, run), (number) => facts(spec, number, run, shown.earlier, shown));
    setText(this.longest, heads.map((number) => reading(spec, number, run, shown.earlier, shown)).reduce((longest, text) => (text.length > longest.length ? text : longest)));
    this.legend.replaceChildren(...legend(spec, shown));
    this.numbers.replaceChildren(table(spec, heads, shown));
    this.#state(present, shown.shipped);
    this.#read();
  }

  stop() {
    this.commands.leave();
    this.unwatch();
  }

  /** @param {boolean} present @param {boolean} shipped */
  #state(present, shipped) {
    const under = this.run.state === "training" && !this.lost;
    const part = Math.round(100 * progress(this.spec, this.run));
    setText(this.status, status(this.spec, this.run));
    setAttribute(this.bar, "aria-valuenow", String(part));
    setAttribute(this.bar, "aria-valuetext", `${part} % of all steps`);
    /** @type {HTMLElement} */ (this.bar.firstElementChild).style.width = `${part}%`;
    this.bar.classList.toggle("att-lt-running", under);
    this.controls.show({
      busy: under || this.commands.asked === "train",
      stoppable: under && this.commands.asked !== "stop",
      shipped, present,
    });
    this.controls.say(this.waiting || (this.run.state === "failed" ? "" : this.run.error));
  }

  /** @param {() => void} ask */
  #command(ask) {
    this.waiting = "";
    this.lost = false;
    ask();
    this.draw();
  }

  /** @param {string} message @param {boolean} lost */
  #wait(message, lost) {
    this.waiting = message;
    this.lost = lost;
    if (message) setText(this.heard, message);
    this.draw();
  }

  /** @param {string} name @param {unknown} value */
  #set(name, value) {
    this.model.set(name, value);
    this.model.save_changes();
  }

  #read() {
    const heads = this.pointed ?? this.chosen;
    const shown = { published: this.model.get("published"), shipped: this.model.get("shipped") };
    this.columns.select(heads);
    this.chart.outline(heads);
    setText(this.reading, heads === null ? HINT : reading(this.spec, heads, this.run, this.model.get("earlier"), shown));
    this.reading.classList.toggle("att-lt-idle", heads === null);
  }

  #listen() {
    for (const part of [this.chart.element, this.columns.element]) {
      on(part, "pointermove", (event) => {
        this.pointed = this.chart.columnAt(event.clientX - this.chart.element.getBoundingClientRect().left);
        this.#read();
      });
      on(part, "pointerleave", () => { this.pointed = null; this.#read(); });
    }
  }
}

/** @param {{ model: Model, el: HTMLElement }} view */
function render({ model, el: host }) {
  host.classList.add("att-host");
  const training = new Training(model);
  const follow = () => training.follow();
  const draw = () => training.draw();
  const drawn = ["change:earlier", "change:published", "change:shipped", "change:present"];
  model.on("change:run", follow);
  drawn.forEach((event) => model.on(event, draw));
  host.append(training.element);
  training.draw();
  return () => {
    model.off("change:run", follow);
    drawn.forEach((event) => model.off(event, draw));
    training.stop();
  };
}

export default { render };
