// The explorable's pure modules, bundled as for the browser (JSON of colours included).
// Run as a program it answers: a spec on stdin, on stdout what every choice shows.
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const source = new URL("../../../attention_lib/widgets/js/explorable_frames.js", import.meta.url);
const { outputFiles } = await build({
  entryPoints: [fileURLToPath(source)],
  bundle: true, format: "esm", target: "es2022", charset: "utf8", write: false,
});
const folder = await mkdtemp(path.join(tmpdir(), "explorable-"));
const file = path.join(folder, "explorable_frames.mjs");
await writeFile(file, outputFiles[0].contents);
export const frames = await import(pathToFileURL(file).href);
await rm(folder, { recursive: true });

/** Every choice, the last control changing fastest. */
export function choices(controls) {
  return controls.reduce(
    (all, { name, values }) => all.flatMap((choice) => values.map((value) => ({ ...choice, [name]: value }))),
    [{}]);
}

/** What is read from every cell and around the cells. */
export function shown(spec, choice) {
  const { panels, ...said } = frames.frameOf(spec, choice);
  return {
    choice, ...said,
    panels: panels.map((panel) => {
      const { look } = frames.painter(panel);
      const cells = panel.rows.map((_, i) => panel.columns.map((__, j) => look(i, j)));
      return {
        title: panel.title, rows: panel.rows, columns: panel.columns, ends: panel.ends,
        end: panel.end, axes: panel.axes,
        texts: cells.map((row) => row.map(({ text }) => text)),
        colours: cells.map((row) => row.map(({ background }) => background)),
        labels: cells.map((row) => row.map(({ label }) => label)),
        masked: cells.map((row) => row.map(({ masked }) => masked === true)),
      };
    }),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const spec = JSON.parse(readFileSync(0, "utf8"));
  process.stdout.write(JSON.stringify(choices(spec.controls).map((choice) => shown(spec, choice))));
}
