"""What follows a prediction is folded away, and nothing of it is lost."""

import pytest
from displayed import shown
from IPython.display import display

from attention_lib.views import folded, weights_table


def test_printed_and_displayed_are_both_behind_one_click():
    table = weights_table([[0.25, 0.75]], ["cat"], ["sat", "<b>"])
    with shown() as captured, folded("Click & look"):
        print("row sums 1 < 2")
        display(table)
    (output,) = captured.outputs
    html = output.data["text/html"]
    assert html.startswith("<details><summary>Click &amp; look</summary>")
    assert table._repr_html_() in html
    assert "<pre>row sums 1 &lt; 2</pre>" in html
    assert html.endswith("</details>")
    assert output.data["text/plain"] == f"{table!r}\nrow sums 1 < 2"
    assert captured.stdout == ""


def test_an_error_is_raised_after_what_was_printed():
    with shown() as captured, pytest.raises(ZeroDivisionError), folded():
        print("before")
        print(1 / 0)
    assert captured.stdout == "before\n"
    assert captured.outputs == []
