import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { translator_ask as asking } from "./support/modules.mjs";
import { FakeModel } from "./support/model.mjs";

const { Asker, HALF_A_WORD, PAUSE, mayGrow, offers, replaced, waitingFor } = asking;
const VOCABULARY = ["four", "fourteen", "forty", "six", "sixty", "plus", "divided", "by"];
const MODELS = ["no-attention", "bahdanau"];

beforeEach(() => mock.timers.reset());

/** An asker, what it has sent and what it says while it waits. */
function anAsker(kernel) {
  mock.timers.enable({ apis: ["setTimeout"] });
  const model = new FakeModel({
    request: { seq: 3, phrase: "six", models: MODELS }, answer: { seq: 3, phrase: "six", problem: null },
    vocabulary: VOCABULARY,
  });
  model.widget_manager = { kernel };
  const sent = [];
  model.save_changes = () => sent.push(model.get("request"));
  const said = [];
  return { model, sent, said, asker: new Asker(model, (message) => said.push(message)) };
}

const answerTo = (model, asker, seq, phrase) => {
  model.set("answer", { seq, phrase, problem: null });
  return asker.answered();
};

test("a phrase is sent when the typing rests, and once", () => {
  const { asker, sent } = anAsker();
  for (const typed of ["six ", "six plus", "six plus six"]) {
    asker.typed(typed, MODELS);
    mock.timers.tick(PAUSE - 1);
  }
  assert.deepEqual(sent, []);
  mock.timers.tick(1);
  assert.deepEqual(sent, [{ seq: 4, phrase: "six plus six", models: MODELS }]);
  mock.timers.tick(60_000);
  assert.equal(sent.length, 1);
});

test("a word that is only begun is given time", () => {
  const { asker, sent } = anAsker();
  asker.typed("six plus fo", MODELS);
  mock.timers.tick(HALF_A_WORD - 1);
  assert.deepEqual(sent, []);
  mock.timers.tick(1);
  assert.equal(sent[0].phrase, "six plus fo");
});

test("Enter does not wait, and the rest that it interrupts sends nothing more", () => {
  const { asker, sent } = anAsker();
  asker.typed("six plus fo", MODELS);
  asker.ask("six plus four", MODELS);
  mock.timers.tick(HALF_A_WORD);
  assert.deepEqual(sent.map(({ phrase }) => phrase), ["six plus four"]);
});

test("what is translated already is not asked again, another model is", () => {
  const { asker, sent } = anAsker();
  asker.ask("six", MODELS);
  assert.deepEqual(sent, []);
  asker.ask("six", ["no-attention", "transformer-4"]);
  assert.equal(sent.length, 1);
});

test("the newest request wins: an answer to an older one is passed over", () => {
  const { asker, model } = anAsker();
  asker.ask("four", MODELS);
  asker.ask("forty", MODELS);
  assert.equal(answerTo(model, asker, 4, "four"), false);
  assert.equal(answerTo(model, asker, 5, "forty"), true);
});

test("Python's own phrase is taken, and the next request is newer still", () => {
  const { asker, model, sent } = anAsker();
  assert.equal(answerTo(model, asker, 9, "sixty"), true);
  asker.ask("four", MODELS);
  assert.equal(sent[0].seq, 10);
});

test("a late answer is mentioned, with what the kernel does, until it comes", () => {
  const kernel = { status: "busy" };
  const { asker, model, said } = anAsker(kernel);
  asker.ask("four", MODELS);
  mock.timers.tick(499);
  assert.deepEqual(said, []);
  mock.timers.tick(1);
  assert.match(said.at(-1), /busy with another cell; this phrase comes next/);
  kernel.status = "dead";
  mock.timers.tick(4000);
  assert.match(said.at(-1), /kernel is gone: run the cell again/);
  answerTo(model, asker, 4, "four");
  assert.equal(said.at(-1), "");
  const count = said.length;
  mock.timers.tick(60_000);
  assert.equal(said.length, count);
});

test("with no kernel to look at, waiting is first work and then a missing kernel", () => {
  assert.equal(waitingFor(undefined, false), "Translating …");
  assert.match(waitingFor(undefined, true), /needs a running kernel/);
  assert.match(waitingFor({ isDisposed: true, status: "idle" }, false), /gone/);
});

test("an idle kernel that does not answer has been restarted", () => {
  assert.equal(waitingFor({ status: "idle" }, false), "Translating …");
  assert.match(waitingFor({ status: "idle" }, true), /^No answer: the kernel was restarted\. Run this cell again to translate\./);
  assert.match(waitingFor({ status: "busy" }, true), /busy with another cell/);
});

test("after an unanswered request the same phrase may be asked again", () => {
  const { asker, sent } = anAsker();
  asker.ask("four", MODELS);
  asker.ask("four", MODELS);
  assert.equal(sent.length, 2);
});

test("a view that is gone sends and says nothing", () => {
  const { asker, sent, said } = anAsker();
  asker.typed("four", MODELS);
  asker.stop();
  mock.timers.tick(60_000);
  assert.deepEqual([sent, said], [[], []]);
});

test("only a beginning of a known word may grow", () => {
  for (const begun of ["fo", "six plus fo", "six-fo", "FO", "", "  "]) assert.ok(mayGrow(begun, VOCABULARY), begun);
  for (const done of ["four", "six plus four", "banana", "six ", "six plus ", "sixx"]) {
    assert.ok(!mayGrow(done, VOCABULARY), done);
  }
});

test("suggestions fit one line, and the nearest to each unknown word comes first", () => {
  const nearest = [["sixx", ["six", "sixty"]], ["hundrad", ["hundred"]], ["banana", []], ["fouur", ["four", "forty"]]];
  assert.deepEqual(offers(nearest),
    [["sixx", "six"], ["hundrad", "hundred"], ["fouur", "four"], ["sixx", "sixty"], ["fouur", "forty"]]);
  const long = "three hundred and seventy one";
  assert.deepEqual(offers([["371", [long]], ["*", ["times"]], ["372", [long]]]), [["371", long], ["*", "times"]]);
  assert.deepEqual(offers([["999", ["nine ".repeat(20)]]]).length, 1);
  assert.deepEqual(offers([]), []);
});

test("a suggestion replaces the unknown word and nothing inside another word", () => {
  assert.equal(replaced("fivve plus fivvehundred fivve", "fivve", "five"), "five plus fivvehundred five");
  assert.equal(replaced("Fivve, plus two", "fivve", "five"), "five , plus two");
  assert.equal(replaced("12+3", "12", "twelve"), "twelve +3");
  assert.equal(replaced("12+123", "12", "twelve"), "twelve +123");
  assert.equal(replaced("two+three", "+", "plus"), "two plus three");
  assert.equal(replaced("$& plus two", "$&", "six"), "six plus two");
});

test("a minus sign is replaced, a hyphen inside a word is not", () => {
  assert.equal(replaced("five - two", "-", "minus"), "five minus two");
  assert.equal(replaced("eighty-two - four", "-", "minus"), "eighty-two minus four");
  assert.equal(replaced("eighty-two -four- six", "-", "minus"), "eighty-two minus four minus six");
  assert.equal(replaced("12-3 – 4", "-", "minus"), "12 minus 3 – 4");
  assert.equal(replaced("eighty–two – four", "–", "minus"), "eighty–two minus four");
  for (const sign of ["−", "/", "]", "\\", "^", "$", "|", "("]) {
    assert.equal(replaced(`six ${sign} two`, sign, "by"), "six by two", sign);
  }
});
