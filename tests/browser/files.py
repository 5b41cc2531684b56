"""Write the small notebooks that tests need."""

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
WIDGET = "application/vnd.jupyter.widget-view+json"


def code(source, *, outputs=(), tags=()):
    """Return a code cell; with `outputs` (mime bundles) it looks run."""
    shown = [new_output("display_data", data=bundle) for bundle in outputs]
    cell = new_code_cell(source, outputs=shown, execution_count=1 if shown else None)
    if tags:
        cell.metadata["tags"] = list(tags)
    return cell


def markdown(source):
    """Return a Markdown cell."""
    return new_markdown_cell(source)


def write(path, *cells):
    """Write `cells` (a string is a code cell) as a notebook at `path` and return the path."""
    cells = [code(cell) if isinstance(cell, str) else cell for cell in cells]
    notebook = new_notebook(cells=cells, metadata={"kernelspec": dict(KERNEL)})
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path


def bundle_of_a_lost_widget(html=None, **more):
    """Return what a saved view leaves behind: a model id that nobody holds, and text."""
    view = {"model_id": "0" * 32, "version_major": 2, "version_minor": 0}
    bundle = {"text/plain": "a widget in words", WIDGET: view, **more}
    if html is not None:
        bundle["text/html"] = html
    return bundle
