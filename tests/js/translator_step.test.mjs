import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { translator_step as stepping } from "./support/modules.mjs";

const { BEAT, Steps } = stepping;

beforeEach(() => mock.timers.reset());

/** Steps through three words, and where each change led. */
function aWalk(last = 3) {
  mock.timers.enable({ apis: ["setInterval"] });
  const seen = [];
  const steps = new Steps(() => seen.push(steps.at));
  steps.reset(last);
  return { steps, seen };
}

test("a new translation is whole", () => {
  const { steps, seen } = aWalk();
  assert.deepEqual([steps.at, steps.whole, seen], [3, true, []]);
});

test("steps stay between nothing and everything", () => {
  const { steps, seen } = aWalk();
  for (const at of [4, 2, 0, -1]) steps.go(at);
  assert.deepEqual(seen, [3, 2, 0, 0]);
});

test("playing from the end begins again, writes word by word and stops", () => {
  const { steps, seen } = aWalk();
  steps.togglePlay();
  assert.deepEqual(seen, [1]);
  mock.timers.tick(BEAT);
  assert.deepEqual([seen, steps.playing !== undefined], [[1, 2], true]);
  mock.timers.tick(10 * BEAT);
  assert.deepEqual([seen, steps.playing, steps.whole], [[1, 2, 3], undefined, true]);
});

test("playing goes on from where the learner is", () => {
  const { steps, seen } = aWalk(5);
  steps.go(2);
  steps.togglePlay();
  assert.deepEqual(seen, [2, 3]);
});

test("pause stops where it is, and says so", () => {
  const { steps, seen } = aWalk();
  steps.togglePlay();
  steps.togglePlay();
  mock.timers.tick(10 * BEAT);
  assert.deepEqual([seen, steps.playing], [[1, 1], undefined]);
});

test("a step by hand, a new translation and the end of the view stop the player", () => {
  for (const stop of [(s) => s.go(1), (s) => s.reset(3), (s) => s.stop()]) {
    const { steps } = aWalk();
    steps.togglePlay();
    stop(steps);
    const { at } = steps;
    mock.timers.tick(10 * BEAT);
    assert.equal(steps.at, at);
    assert.equal(steps.playing, undefined);
    mock.timers.reset();
  }
});

test("a single word, or none, can be played", () => {
  for (const last of [0, 1]) {
    const { steps } = aWalk(last);
    steps.togglePlay();
    assert.deepEqual([steps.at, steps.playing], [last, undefined]);
    mock.timers.reset();
  }
});
