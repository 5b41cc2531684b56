// The widgets' modules as the browser gets them: bundled by esbuild, JSON included.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const SOURCES = fileURLToPath(new URL("../../../attention_lib/widgets/js/", import.meta.url));
const NAMES = [
  "colour", "comparison_derivation", "comparison_looks", "comparison_presets",
  "comparison_selection", "comparison_state", "comparison_words",
  "derivation", "edit", "format", "goal", "heads_ask", "heads_maps", "heads_opened", "heads_pixels", "history", "looks", "math", "python", "scoring",
  "selection", "state", "store", "titles", "training_kernel", "training_scale", "training_words", "translator_ask", "translator_map", "translator_maps",
  "translator_step", "words",
];

const { outputFiles } = await build({
  stdin: {
    contents: NAMES.map((name) => `export * as ${name} from "./${name}.js";`).join("\n"),
    resolveDir: SOURCES,
  },
  bundle: true, format: "esm", target: "es2022", charset: "utf8", write: false,
});
// A file and not a data: address, whose text would fill every stack trace.
const folder = await mkdtemp(path.join(tmpdir(), "widgets-"));
const file = path.join(folder, "modules.mjs");
await writeFile(file, outputFiles[0].contents);
const modules = await import(pathToFileURL(file).href);
await rm(folder, { recursive: true });

export const {
  colour, comparison_derivation, comparison_looks, comparison_presets,
  comparison_selection, comparison_state, comparison_words, derivation, edit, format, goal,
  heads_ask, heads_maps, heads_opened, heads_pixels, history, looks, math, python, scoring, selection, state, store, titles, training_kernel, training_scale, training_words,
  translator_ask, translator_map,
  translator_maps, translator_step, words,
} = modules;
