// What is said of a run, in words.

/** @typedef {import("./training_types.js").Spec} Spec */
/** @typedef {import("./training_types.js").Run} Run */
/** @typedef {import("./training_types.js").Earlier} Earlier */
/** @typedef {import("./training_types.js").Outcome} Outcome */
/** @typedef {import("./training_types.js").Shares} Shares */
/** @typedef {import("./training_types.js").Published} Published */

export const SOLVED = 0.95;
const TOLD = 2; // earlier runs

/** 0 % and 100 % only where it is exactly that, as in Python. @param {number} share */
export function percent(share) {
  if (share === 0 || share === 1) return `${100 * share} %`;
  if (share < 0.0005) return "<0.1 %";
  return share >= 0.9995 ? ">99.9 %" : `${(100 * share).toFixed(1)} %`;
}

/** @param {number} count @param {string} thing */
export const plural = (count, thing) => `${count} ${thing}${count === 1 ? "" : "s"}`;

/** 10544 as 10,544. @param {number} n */
export const grouped = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, ",");

/** Each share with its question, where there are several. @param {Spec} spec @param {Shares} shares */
export function shares(spec, shares) {
  const told = spec.questions.filter(([name]) => name in shares);
  return told.map(([name, asked]) => `${asked} ${percent(shares[name])}`).join(", ");
}

/** Which network learns now. @param {Spec} spec @param {Run} run @returns {number | null} */
export function learning(spec, run) {
  if (run.state !== "training") return null;
  return spec.order.find((heads) => !run.nets[heads]?.finished) ?? null;
}

/** The share of all steps that are done, 0…1. @param {Spec} spec @param {Run} run */
export function progress(spec, run) {
  const done = Object.values(run.nets).reduce((sum, { step }) => sum + step, 0);
  return done / (spec.order.length * spec.planned);
}

/** @param {Spec} spec @param {Run} run */
export function status(spec, run) {
  if (run.state === "failed") return `The training failed: ${run.error}`;
  if (run.state === "ready") {
    return `Press Train: ${plural(spec.order.length, "network")}, one after the other, ${grouped(spec.planned)} steps each.`;
  }
  if (run.state === "done") {
    return `Done: ${plural(spec.order.length, "network")}, ${grouped(spec.planned)} steps each, from seed ${run.seed}.`;
  }
  const heads = learning(spec, run) ?? spec.order.find((n) => run.nets[n] && !run.nets[n].finished);
  const net = heads && run.nets[heads];
  const where = heads ? `${plural(heads, "head")}, step ${grouped(net ? net.step : 0)} of ${grouped(spec.planned)}` : "";
  if (run.state === "stopped") return `Stopped${where && ` at ${where}`}. What was learned is kept.`;
  const loss = net ? `: loss ${net.curve.at(-1)?.loss.toFixed(2)}, ${shares(spec, net.accuracy)}` : "";
  return `Seed ${run.seed}, ${where}${loss}`;
}

/** What a screen reader hears: the end of every network, and of the run. @param {Spec} spec @param {Run} before @param {Run} run */
export function announcement(spec, before, run) {
  const ended = spec.order.filter((heads) => run.nets[heads]?.finished && !before.nets[heads]?.finished);
  const told = ended.map((heads) => `${plural(heads, "head")}: ${shares(spec, run.nets[heads].accuracy)}.`);
  if (run.state !== before.state || run.seed !== before.seed) {
    told.push(run.state === "training" ? `Training from seed ${run.seed}.` : status(spec, run));
  }
  return told.join(" ");
}

/**
 * All numbers of one column, in sentences.
 * @param {Spec} spec @param {number} heads @param {Run} run @param {Earlier[]} earlier
 * @param {{ shipped: boolean, published: Published }} shown
 */
export function facts(spec, heads, run, earlier, { shipped, published }) {
  /** @type {string[]} */ const lines = [];
  const net = run.nets[heads];
  if (net) lines.push(`Yours: ${outcome(spec, run.seed, net)}.`);
  const others = earlier.filter(({ nets }) => nets[heads]);
  if (others.length) {
    const last = others.slice(-TOLD).map(({ seed, nets }) => outcome(spec, seed, nets[heads]));
    lines.push(`Earlier: ${last.join("; ")}${others.length > TOLD ? "; more in the table" : ""}.`);
  }
  const known = shipped ? spec.points[heads] : undefined;
  if (known) lines.push(...spec.questions.filter(([name]) => known[name].ends.length).map(([name, asked]) => `${shippedStarts(known[name].ends)}${spec.questions.length > 1 ? ` (${asked})` : ""}.`));
  const value = published.values?.[heads];
  if (value !== undefined) lines.push(`${published.title}: ${value.toFixed(1)} ${published.unit}.`);
  return lines.join(" ");
}

/** The same under its name. @param {Parameters<typeof facts>} about */
export function reading(...about) {
  const [spec, heads] = about;
  return `${plural(heads, "head")} with d_k ${spec.width / heads}. ${facts(...about)}`;
}

/** @param {Spec} spec @param {number} seed @param {Outcome} net */
function outcome(spec, seed, net) {
  const when = net.finished ? "" : ` (at step ${grouped(net.step)})`;
  return `seed ${seed}, ${shares(spec, net.accuracy)}${when}`;
}

/** @param {number[]} ends */
function shippedStarts(ends) {
  const { mean, low, high, solved } = summary(ends);
  const range = low === high ? "" : `, from ${percent(low)} to ${percent(high)}`;
  return `${plural(ends.length, "shipped start")}: mean ${percent(mean)}${range}; ${solved} of ${ends.length} reach 95 %`;
}

/** @param {number[]} ends */
export function summary(ends) {
  return {
    mean: ends.reduce((sum, share) => sum + share, 0) / ends.length,
    low: Math.min(...ends),
    high: Math.max(...ends),
    solved: ends.filter((share) => share >= SOLVED).length,
  };
}

/** The whole figure in a few words, for those who cannot see it. @param {Spec} spec @param {Run} run @param {boolean} shipped */
export function figureText(spec, run, shipped) {
  const told = spec.heads.map((heads) => {
    const net = run.nets[heads];
    const ends = shipped ? spec.points[heads]?.[spec.questions[0][0]]?.ends : undefined;
    const parts = [net && `yours ${shares(spec, net.accuracy)}`, ends?.length && `shipped mean ${percent(summary(ends).mean)}`];
    return `${plural(heads, "head")}: ${parts.filter(Boolean).join(", ") || "not trained yet"}`;
  });
  return `Learning curves, and the results by the number of heads. ${told.join("; ")}.`;
}

/** "20 shipped starts"; "" where there are none. @param {Spec} spec */
export function shippedName(spec) {
  const runs = spec.heads.flatMap((heads) => Object.values(spec.points[heads] ?? {}).map(({ starts }) => starts));
  if (runs.length === 0) return "";
  return new Set(runs).size === 1 ? plural(runs[0], "shipped start") : "shipped starts";
}
