// The figure: how each network learned, above where it came to, one column for each number of heads.
import { el, setAttribute } from "./dom.js";
import { earlierMarks, own, publishedMarks, shippedCurves, shippedEnds } from "./training_marks.js";
import { halves, line, places } from "./training_scale.js";
import { box, svg, write } from "./training_svg.js";
import { View } from "./training_view.js";
import { grouped, learning } from "./training_words.js";

/** @typedef {import("./training_types.js").Spec} Spec */
/** @typedef {import("./training_types.js").Run} Run */
/** @typedef {import("./training_types.js").Earlier} Earlier */
/** @typedef {import("./training_types.js").Published} Published */
/** @typedef {import("./training_scale.js").Places} Places */
/** @typedef {{ run: Run, earlier: Earlier[], published: Published, shipped: boolean, lost: boolean }} Shown */

export class Chart {
  /** @param {Spec} spec */
  constructor(spec) {
    this.spec = spec;
    this.picture = svg("svg", { role: "img" });
    this.here = svg("rect", { class: "lt-here" });
    this.element = el("div", { class: "att-lt-figure" }, this.picture);
    this.view = new View(spec, places(900, 12, spec.heads, { lanes: 1, beside: false })); // until it is drawn
  }

  /** @param {Places} at @param {Shown} shown @param {string} text */
  draw(at, shown, text) {
    const view = new View(this.spec, at);
    this.view = view;
    const size = { viewBox: `0 0 ${at.width} ${at.height}`, width: String(at.width), height: String(at.height) };
    for (const [name, value] of Object.entries({ ...size, "aria-label": text })) setAttribute(this.picture, name, value);
    const { published, shipped } = shown;
    this.picture.replaceChildren(
      frames(view, shown), axes(view), this.here,
      ...(shipped ? [shippedCurves(view), shippedEnds(view)] : []),
      ...(published.values ? [publishedAxis(view, published), publishedMarks(view, published)] : []),
      earlierMarks(view, shown.earlier), own(view, shown.run));
    this.picture.append(...this.picture.querySelectorAll("text")); // no mark covers a word
  }

  /** The column that is pointed at, if any. @param {number} x  from the left edge @returns {number | null} */
  columnAt(x) {
    const { at } = this.view;
    return at.heads[Math.floor((x - at.left) / at.column)] ?? null;
  }

  /** @param {number | null} heads */
  outline(heads) {
    const { at } = this.view;
    const { curve, ends } = at.strips;
    const places = heads === null ? { x: 0, y: 0, width: 0, height: 0 }
      : { x: this.view.left(heads), y: curve.top, width: at.column - 4, height: ends.top + ends.height - curve.top };
    for (const [name, value] of Object.entries(places)) setAttribute(this.here, name, value.toFixed(1));
  }
}

/** @param {View} view @param {Shown} shown */
function frames(view, { run, published, lost }) {
  const { at, spec } = view;
  const { curve, loss, ends, beside } = at.strips;
  const now = lost ? null : learning(spec, run);
  const frame = (/** @type {number} */ heads, /** @type {import("./training_scale.js").Strip} */ { top, height }, kind = "lt-frame") =>
    box(view.left(heads), top, at.column - 4, height, kind);
  const shaded = view.trained(spec.large_from);
  const shade = { top: shaded, height: ends.top + ends.height - shaded };
  return svg("g", {},
    ...at.heads.flatMap((heads) => [curve, loss, ends].map((strip) => frame(heads, strip, heads === now ? "lt-frame lt-now" : "lt-frame"))),
    ...(published.values ? at.heads.map((heads) => frame(heads, beside)) : []),
    ...(spec.large_from ? at.heads.map((heads) => frame(heads, shade, "lt-shrunk")) : []));
}

/** @param {View} view @param {number} y @param {string} text */
function tick({ at }, y, text) {
  const right = at.left + at.column * at.heads.length;
  return [
    svg("path", { d: line([[at.left, y], [right, y]]), class: "lt-grid" }),
    write(at.left - at.unit * 0.4, y, text, "lt-tick"),
  ];
}

/** @param {View} view */
function axes(view) {
  const { at, spec, lanes } = view;
  const { curve, ends } = at.strips;
  const foot = ends.top + ends.height;
  const asked = lanes === 1 ? spec.questions[0][1] : "right answers";
  const most = Math.floor(0.85 * spec.most_loss);
  const shares = spec.large_from ? [0, 0.5, spec.large_from, (1 + spec.large_from) / 2, 1] : [0, 0.25, 0.5, 0.75, 1];
  const name = (/** @type {number} */ top, /** @type {string} */ text) => write(at.left + 2, top - at.unit * 0.45, text, "lt-name");
  return svg("g", {},
    ...[0, 0.5, 1].flatMap((share) => tick(view, view.learning(share), `${100 * share} %`)),
    ...tick(view, view.loss(0), "0"), ...tick(view, view.loss(most), `loss ${most}`),
    ...shares.flatMap((share) => tick(view, view.trained(share), `${Math.round(100 * share)} %`)),
    name(curve.top, `${asked} while it learns, steps 0 to ${grouped(spec.length)}`),
    name(ends.top, `${asked} ${spec.when}`),
    ...(spec.large_from ? [write(at.left + at.column * at.heads.length - at.unit / 2, foot - at.unit / 2, "shaded: drawn smaller", "lt-name lt-far")] : []),
    ...at.heads.flatMap((heads) => spec.questions.map(([, label], lane) =>
      write(view.middle(heads, lane), foot + at.unit, lanes === 1 ? String(heads) : label, "lt-lane"))));
}

/** @param {View} view @param {Published} published */
function publishedAxis(view, { title, unit, values }) {
  const { at } = view;
  const ticks = halves(Object.values(values));
  return svg("g", {},
    write(at.left + 2, at.strips.beside.top - at.unit * 0.45, `${title}: ${unit}`, "lt-name"),
    ...ticks.flatMap((value) => tick(view, view.published(value, ticks), value.toFixed(1))));
}
