// Ask the widgets' JavaScript from Python: questions as JSON on stdin, answers on stdout.
// Each question is [function, ...arguments]; see tests/unit/widgets/test_editor_agrees_with_js.py.
import { readFileSync } from "node:fs";
import {
  colour, comparison_presets, comparison_state, comparison_words, format, math,
  python, state, words,
} from "./modules.mjs";

const FUNCTIONS = {
  attend: math.attend,
  asPython: python.asPython,
  compare: comparison_state.compare,
  comparisonSentence: (one) => sentence(one, comparison_state.compare(one)),
  names: format.names,
  number: format.number,
  parseWords: words.parseWords,
  roundLimit: (values) => colour.roundLimit([[values]]),
  signedColour: colour.signedColour,
  textColour: colour.textColour,
  weight: format.weight,
  weightColour: colour.weightColour,
  withPreset: comparison_presets.withPreset,
  withTokens: state.withTokens,
  wordVector: words.wordVector,
};

/** What a comparison shows above its maps and between them. */
function sentence(one, results) {
  const named = [one.tokens, one.key_tokens ?? one.tokens].map(format.names);
  return [
    ...["a", "b"].map((side) => `${side.toUpperCase()}: ${comparison_words.describeSide(one, side)}`),
    comparison_words.describeDifference(results, { queries: named[0], keys: named[1] }),
  ].join("; ");
}

const questions = JSON.parse(readFileSync(0, "utf8"));
const answers = questions.map(([name, ...rest]) => FUNCTIONS[name](...rest));
process.stdout.write(JSON.stringify(answers));
