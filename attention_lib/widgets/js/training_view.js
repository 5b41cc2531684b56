// From numbers to places in the figure, for all who draw in it.
import { middle, rise, up } from "./training_scale.js";

/** @typedef {import("./training_types.js").Spec} Spec */
/** @typedef {import("./training_scale.js").Places} Places */

/** A share of 1 stays clear of its frame. @param {number} part */
const headroom = (part) => 0.95 * part;

export class View {
  /** @param {Spec} spec @param {Places} at */
  constructor(spec, at) {
    this.spec = spec;
    this.at = at;
    this.lanes = spec.questions.length;
    this.half = (at.column / this.lanes) * 0.36; // of the marks of one lane
  }

  /** The left edge of a column. @param {number} heads */
  left(heads) { return this.at.left + this.at.heads.indexOf(heads) * this.at.column + 2; }

  /** The middle of a column, or of one of its lanes. @param {number} heads */
  middle(heads, lane = 0, lanes = this.lanes) { return middle(this.at, heads, lane, lanes); }

  /** @param {number} heads @param {number} step */
  step(heads, step) { return this.left(heads) + (this.at.column - 4) * Math.min(step / this.spec.length, 1); }

  /** A share while it learns. @param {number} share */
  learning(share) { return up(this.at.strips.curve, headroom(share)); }

  /** A share after training. @param {number} share */
  trained(share) { return up(this.at.strips.ends, headroom(rise(share, this.spec.large_from))); }

  /** @param {number} loss */
  loss(loss) { return up(this.at.strips.loss, Math.min(loss / this.spec.most_loss, 1)); }

  /** A published value, between the lowest and the highest tick. @param {number} value @param {number[]} ticks */
  published(value, ticks) {
    const [low, high] = [ticks[0], ticks[ticks.length - 1]];
    return up(this.at.strips.beside, 0.06 + 0.88 * ((value - low) / (high - low)));
  }
}

/** A run with its curves point by point. @param {import("./training_types.js").SentRun} sent @returns {import("./training_types.js").Run} */
export function unpacked(sent) {
  const nets = Object.entries(sent.nets).map(([heads, net]) => {
    const { step, loss, accuracy } = net.curve;
    const shares = (/** @type {number} */ i) => Object.fromEntries(Object.entries(accuracy)
      .flatMap(([name, all]) => (all[i] === null ? [] : [[name, Number(all[i])]])));
    return [heads, { ...net, curve: step.map((at, i) => ({ step: at, loss: loss[i], accuracy: shares(i) })) }];
  });
  return { ...sent, nets: Object.fromEntries(nets) };
}
