"""Train every network of the heads experiments from every seed, and keep every result.

From the root of the repository, in the developers' environment:

    python -m training.heads.all                          # what is missing
    python -m training.heads.all --only route --seeds 20  # more starts of one experiment

Each result is written to attention_lib/data/heads_results.json as soon as it is there. Kill it at
any time: what the file holds is not trained again.
"""

import argparse
import json
import os
from pathlib import Path

for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):  # before NumPy loads
    os.environ.setdefault(_variable, "1")

from joblib import Parallel, delayed  # noqa: E402

from training.heads.points import EVERY, EXAMPLES, EXPERIMENTS, measure, runs  # noqa: E402

RESULTS = Path(__file__).resolve().parents[2] / "attention_lib" / "data" / "heads_results.json"


def main(arguments=None):
    """Train what is missing."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", choices=EXPERIMENTS, action="append", help="may be repeated")
    parser.add_argument("--seeds", type=int, help="of every point (default: as planned)")
    parser.add_argument("--jobs", type=int, default=2, help="processes (default: 2)")
    parser.add_argument("--steps", type=int, help="fewer, for a trial")
    parser.add_argument("--file", type=Path, default=RESULTS, help="where results are kept")
    options = parser.parse_args(arguments)
    if options.steps and options.file == RESULTS:
        parser.error("--steps needs --file: a trial must not stand among the results")
    wanted = runs(options.only or list(EXPERIMENTS), options.seeds)
    train_missing(wanted, options.file, jobs=options.jobs, steps=options.steps)


def train_missing(wanted, file, *, jobs=1, steps=None):
    """Train the runs that a results file does not hold, several at a time, and add each to it.

    Parameters
    ----------
    wanted : list of tuple
        (experiment, heads, seed).
    file : pathlib.Path
    jobs : int, default 1
        Processes.
    steps : int, optional
    """
    rows = read(file)
    known = {key(row) for row in rows}
    missing = [run for run in wanted if run not in known]
    print(f"{len(wanted) - len(missing)} of {len(wanted)} results are there", flush=True)
    finished = Parallel(n_jobs=jobs, return_as="generator_unordered", batch_size=1)(
        delayed(measure)(*run, steps=steps) for run in missing
    )
    for row in finished:
        rows.append(row)
        write(rows, file)
        print(*key(row), row["accuracy"], f"{row['cpu_seconds']} s", flush=True)


def key(row):
    """Return what names a run: (experiment, heads, seed)."""
    return row["experiment"], row["heads"], row["seed"]


def read(file):
    """Return the rows of a results file; none when there is no file."""
    return json.loads(file.read_text(encoding="utf-8"))["rows"] if file.exists() else []


def write(rows, file):
    """Replace a results file in one move, so that no kill leaves half of one."""
    names = list(EXPERIMENTS)
    rows.sort(key=lambda row: (names.index(row["experiment"]), row["heads"], row["seed"]))
    lines = ",\n".join(json.dumps(row) for row in rows)
    about = json.dumps(
        {"made_by": "python -m training.heads.all", "examples": EXAMPLES, "curve_every": EVERY}
    )
    half = file.with_suffix(".half")
    half.write_text(f'{about[:-1]}, "rows": [\n{lines}\n]}}\n', encoding="utf-8")
    half.replace(file)


if __name__ == "__main__":
    main()
