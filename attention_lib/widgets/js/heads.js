// AttentionHeads: all 72 heads of MiniLM over one sentence, one of them large.
import { el, setText } from "./dom.js";
import { Asker } from "./heads_ask.js";
import { HeadsControls } from "./heads_controls.js";
import { HeadsGrid } from "./heads_grid.js";
import { HeadMap } from "./heads_map.js";
import { HEADS, Maps, firstPlace, headName, patternNews, patternsOf, reading } from "./heads_maps.js";
import { OpenedHead } from "./heads_opened.js";
import { Ranking } from "./heads_ranking.js";
import { Words } from "./heads_words.js";
import { isolateKeys } from "./keys.js";

/** @typedef {import("./heads_types.js").Answer} Answer */
/** @typedef {import("./heads_types.js").Choice} Choice */
/** @typedef {import("./heads_types.js").Model} Model */
/** @typedef {import("./heads_types.js").Pattern} Pattern */
/** @typedef {import("./heads_types.js").Place} Place */

export class AttentionHeads {
  /** @param {Model} model */
  constructor(model) {
    this.model = model;
    /** @type {number | null} a head that is pointed at */ this.preview = null;
    /** @type {Place} */ this.place = { row: 0, column: null };
    this.maps = new Maps(model.get("maps"), model.get("answer").words);
    /** @type {Pattern[]} */ this.patterns = [];
    /** @type {Pattern | null | undefined} undefined: nothing was chosen before */ this.pattern = undefined;
    this.drawn = "";
    const point = (/** @type {Place} */ place) => { this.place = place; this.#link(); };
    const sentences = model.get("sentences");
    this.asker = new Asker(model, (message) => this.#say(message));
    this.controls = new HeadsControls(sentences, model.get("patterns"), {
      read: (text) => this.asker.ask({ text }),
      pattern: (pattern) => this.#choose({ pattern }),
      present: () => this.#set("present", !model.get("present")),
    });
    this.words = new Words(point);
    this.grid = new HeadsGrid({
      preview: (at) => { this.preview = at; this.#showHead(); },
      choose: (at) => this.#chooseHead(at),
    });
    this.map = new HeadMap(point);
    this.ranking = new Ranking(sentences.length, (at) => this.#chooseHead(at));
    this.opened = new OpenedHead(model, () => {
      const { layer, head } = this.#choice;
      this.asker.ask({ layer, head });
    });
    this.reading = el("div", { class: "att-hd-reading" });
    this.heard = el("div", { class: "att-problem", role: "status" }); // seen in the grid
    this.element = el("div", { class: "att-editor att-heads", role: "group", "aria-label": "Attention heads" },
      this.controls.element, this.words.element, this.reading,
      el("div", { class: "att-hd-body" },
        el("div", {}, this.controls.patternLine, this.grid.element),
        el("div", {}, this.map.element, this.opened.button)), this.ranking.element,
      this.heard, this.opened.element);
    isolateKeys(this.element);
    this.follow();
  }

  /** Python has answered, or has changed its mind. */
  follow() {
    const answer = this.model.get("answer");
    if (!this.asker.answered()) return; // to something that is no longer asked
    const drawn = JSON.stringify([answer.text, answer.words]);
    if (drawn !== this.drawn) this.#take(answer);
    this.drawn = drawn;
    this.#say("");
    this.opened.show(answer);
  }

  /** Another head or pattern, from here or from Python. */
  showChoice() {
    const before = this.pattern;
    this.pattern = this.patterns.find(({ name }) => name === this.#choice.pattern) ?? null;
    if (this.pattern && this.pattern !== before) {
      this.place = firstPlace(this.maps, this.pattern);
      if (before !== undefined) setText(this.heard, patternNews(this.pattern));
    }
    this.controls.show(this.pattern, this.model.get("present"));
    this.grid.measure(this.pattern);
    this.ranking.show(this.pattern);
    this.#showHead();
  }

  showPresent() {
    this.element.classList.toggle("att-present", this.model.get("present"));
    this.controls.show(this.pattern ?? null, this.model.get("present"));
  }

  stop() {
    this.asker.stop();
    this.opened.stop();
  }

  /** Show another sentence. @param {Answer} answer */
  #take(answer) {
    const first = this.drawn === "";
    this.maps = new Maps(this.model.get("maps"), answer.words);
    this.patterns = patternsOf(this.model.get("found"), this.model.get("patterns"), answer.cells);
    this.pattern = undefined;
    this.preview = null;
    this.controls.write(answer.text);
    this.words.show(this.maps);
    this.place = firstPlace(this.maps, null);
    this.grid.draw(this.maps);
    this.showChoice();
    this.showPresent();
    if (!first) setText(this.heard, `Read: ${answer.words.length} pieces, 72 heads.`);
  }

  get #choice() {
    return /** @type {Choice} */ (this.model.get("choice"));
  }

  get #chosen() {
    return this.#choice.layer * HEADS + this.#choice.head;
  }

  #showHead() {
    const at = this.preview ?? this.#chosen;
    this.grid.mark(this.#chosen, this.preview);
    this.map.show(this.maps, at, this.pattern?.cells ?? []);
    this.opened.offer(this.#chosen);
    this.#link();
  }

  /** Light up what belongs to the word that looks. */
  #link() {
    const at = this.preview ?? this.#chosen;
    this.words.link(this.maps, at, this.place);
    this.map.mark(this.place, at);
    setText(this.reading, reading(this.maps, at, this.place));
  }

  /** @param {number} at */
  #chooseHead(at) {
    this.#choose({ layer: Math.floor(at / HEADS), head: at % HEADS });
  }

  /** @param {Partial<Choice>} part */
  #choose(part) {
    this.#set("choice", { ...this.#choice, ...part });
  }

  /** @param {string} name @param {unknown} value */
  #set(name, value) {
    this.model.set(name, value);
    this.model.save_changes();
  }

  /** @param {string} message */
  #say(message) {
    const { problem } = this.model.get("answer");
    this.controls.say(message || this.model.get("hint"), message ? null : problem);
  }
}

/** @param {{ model: Model, el: HTMLElement }} view */
function render({ model, el: host }) {
  host.classList.add("att-host");
  const heads = new AttentionHeads(model);
  /** @type {[string, () => void][]} */
  const heard = [["change:answer", () => heads.follow()], ["change:choice", () => heads.showChoice()],
    ["change:present", () => heads.showPresent()]];
  for (const [event, callback] of heard) model.on(event, callback);
  host.append(heads.element);
  return () => {
    for (const [event, callback] of heard) model.off(event, callback);
    heads.stop();
  };
}

export default { render };
