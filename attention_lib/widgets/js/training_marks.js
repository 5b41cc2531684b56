// What stands in the figure: the shipped starts, earlier runs, published values, and the learner's own.
import { band, halves, line, spread } from "./training_scale.js";
import { box, diamond, mark, svg, write } from "./training_svg.js";
import { percent, summary } from "./training_words.js";

/** @typedef {import("./training_types.js").Run} Run */
/** @typedef {import("./training_types.js").Net} Net */
/** @typedef {import("./training_types.js").Earlier} Earlier */
/** @typedef {import("./training_types.js").Published} Published */
/** @typedef {import("./training_types.js").Shipped} Shipped */
/** @typedef {import("./training_view.js").View} View */
/** @typedef {[number, number]} Point */

/** How the shipped starts learned: mean and range, or each, where a mean would be nobody's. @param {View} view */
export function shippedCurves(view) {
  const { spec } = view;
  return svg("g", {}, ...spec.heads.flatMap((heads) => spec.questions.flatMap(([name], lane) => {
    const known = spec.points[heads]?.[name];
    if (!known) return [];
    const along = (/** @type {number[]} */ shares) =>
      shares.map((share, i) => /** @type {Point} */ ([view.step(heads, spec.steps[i]), view.learning(share)]));
    if (view.lanes > 1) return known.curves.map((shares) => svg("path", { d: line(along(shares)), class: `lt-faint lt-lane${lane}` }));
    const [low, mean, high] = known.curves.map(along);
    return [svg("path", { d: band(low, high), class: "lt-range" }), svg("path", { d: line(mean), class: "lt-mean" })];
  })));
}

/** Where the shipped starts came to. @param {View} view */
export function shippedEnds(view) {
  return view.lanes > 1 ? eachEnd(view) : meanEnds(view);
}

/** Every start, their range and their mean. @param {View} view */
function meanEnds(view) {
  const { at, spec, half } = view;
  const group = svg("g", {});
  /** @type {Point[]} */ const means = [];
  for (const heads of spec.heads) {
    const ends = spec.points[heads]?.[spec.questions[0][0]]?.ends;
    if (!ends?.length) continue;
    const { mean, low, high } = summary(ends);
    const x = view.middle(heads);
    const [top, middle] = [view.trained(high) - 3, view.trained(mean)];
    group.append(
      box(x - half, top, 2 * half, view.trained(low) + 3 - top, "lt-range"),
      ...ends.map((share, i) => mark(x + 1.7 * half * spread(i, ends.length), view.trained(share), at.unit * 0.15, 0, "lt-start")),
      svg("path", { d: line([[x - half, middle], [x + half, middle]]), class: "lt-mean lt-bar" }));
    means.push([x, middle]);
  }
  group.prepend(svg("path", { d: line(means), class: "lt-mean" }));
  return group;
}

/** Every start, its answers joined: what one start gains here it loses there. @param {View} view */
function eachEnd(view) {
  const { at, spec, half } = view;
  const group = svg("g", {});
  for (const heads of spec.heads) {
    const known = spec.questions.map(([name]) => spec.points[heads]?.[name]?.ends ?? []);
    known[0].forEach((_, i) => {
      const points = known.map((ends, lane) =>
        /** @type {Point} */ ([view.middle(heads, lane) + 0.7 * half * spread(i, ends.length), view.trained(ends[i])]));
      group.append(svg("path", { d: line(points), class: "lt-faint" }),
        ...points.map(([x, y], lane) => mark(x, y, at.unit * 0.22, lane, "lt-start")));
    });
  }
  return group;
}

/** @param {View} view @param {Earlier[]} earlier */
export function earlierMarks(view, earlier) {
  const { at, spec, half } = view;
  return svg("g", {}, ...earlier.flatMap(({ nets }, i) => spec.heads.flatMap((heads) =>
    spec.questions.flatMap(([name], lane) => {
      const share = nets[heads]?.accuracy[name];
      if (share === undefined) return [];
      const aside = half * (0.3 + 0.7 * ((i * 0.38) % 1)) * (i % 2 ? 1 : -1); // beside the newest
      return [mark(view.middle(heads, lane) + aside, view.trained(share), at.unit * 0.33, lane, "lt-earlier")];
    }))));
}

/** The learner's own run: its curves, and its marks joined by a line. @param {View} view @param {Run} run */
export function own(view, run) {
  const { at, spec, lanes } = view;
  const trained = spec.heads.filter((heads) => run.nets[heads]);
  const group = svg("g", {}, ...trained.flatMap((heads) => ownCurves(view, heads, run.nets[heads])));
  const ends = trained.flatMap((heads) => spec.questions.flatMap(([name], lane) => {
    const net = run.nets[heads];
    const share = net.accuracy[name];
    return share === undefined ? [] : [{ heads, lane, net, share, x: view.middle(heads, lane), y: view.trained(share) }];
  }));
  const joined = lanes === 1 ? [ends] : trained.map((heads) => ends.filter((end) => end.heads === heads));
  group.append(...joined.map((some) => svg("path", { d: line(some.map(({ x, y }) => [x, y])), class: "lt-own lt-thin" })));
  for (const { lane, net, share, x, y } of ends) {
    group.append(
      mark(x, y, at.unit * 0.5, lane, net.finished ? "lt-mark" : "lt-mark lt-open"),
      write(x, y + at.unit * (share < 0.5 ? -1 : 1.45), percent(share), "lt-value"));
  }
  return group;
}

/** @param {View} view @param {number} heads @param {Net} net */
function ownCurves(view, heads, net) {
  const along = net.curve.map(({ loss, step }) => /** @type {Point} */ ([view.step(heads, step), view.loss(loss)]));
  return [
    ...view.spec.questions.map(([name], lane) => svg("path", {
      d: line(net.curve.filter(({ accuracy }) => name in accuracy)
        .map(({ accuracy, step }) => [view.step(heads, step), view.learning(accuracy[name])])),
      class: `lt-own lt-lane${lane}`,
    })),
    svg("path", { d: line(along), class: "lt-loss" }),
  ];
}

/** @param {View} view @param {Published} published */
export function publishedMarks(view, { values }) {
  const { unit } = view.at;
  const ticks = halves(Object.values(values));
  const points = Object.entries(values).map(([heads, value]) =>
    ({ value, x: view.middle(Number(heads), 0, 1), y: view.published(value, ticks) }));
  return svg("g", {},
    svg("path", { d: line(points.map(({ x, y }) => [x, y])), class: "lt-beside" }),
    ...points.flatMap(({ x, y, value }) =>
      [diamond(x, y, unit * 0.5, "lt-diamond"), write(x, y + unit * 1.4, value.toFixed(1), "lt-value")]));
}
