// The same numbers as a table, for those who want them exactly or cannot see the figure.
import { el } from "./dom.js";
import { grouped, percent, summary } from "./training_words.js";

/** @typedef {import("./training_types.js").Spec} Spec */
/** @typedef {import("./training_chart.js").Shown} Shown */

/** @param {Spec} spec @param {number[]} columns @param {Shown} shown @returns {HTMLTableElement} */
export function table(spec, columns, { run, earlier, published, shipped }) {
  const { values } = published;
  const seeds = [...earlier, ...(Object.keys(run.nets).length ? [run] : [])];
  const head = [
    "heads", "d_k",
    ...spec.questions.flatMap(([, asked]) => [
      ...seeds.map(({ seed }) => `${asked}, seed ${seed}`),
      ...(shipped ? [`${asked}, shipped: mean`, "lowest to highest", "starts ≥ 95 %"] : []),
    ]),
    ...(values ? [published.unit] : []),
  ];
  const rows = columns.map((heads) => [
    String(heads), spec.heads.includes(heads) ? String(spec.width / heads) : "",
    ...spec.questions.flatMap(([name]) => [
      ...seeds.map(({ nets }) => own(nets[heads], name)),
      ...(shipped ? known(spec.points[heads]?.[name]?.ends) : []),
    ]),
    ...(values ? [values[heads]?.toFixed(1) ?? ""] : []),
  ]);
  return el("table", {},
    el("thead", {}, el("tr", {}, ...head.map((text) => el("th", { scope: "col" }, text)))),
    el("tbody", {}, ...rows.map(([first, ...cells]) =>
      el("tr", {}, el("th", { scope: "row" }, first), ...cells.map((text) => el("td", {}, text))))));
}

/** @param {import("./training_types.js").Outcome | undefined} net @param {string} name */
function own(net, name) {
  if (!net || !(name in net.accuracy)) return "";
  return `${percent(net.accuracy[name])}${net.finished ? "" : ` at step ${grouped(net.step)}`}`;
}

/** @param {number[] | undefined} ends */
function known(ends) {
  if (!ends?.length) return ["", "", ""];
  const { mean, low, high, solved } = summary(ends);
  return [percent(mean), `${percent(low)} to ${percent(high)}`, `${solved} of ${ends.length}`];
}
