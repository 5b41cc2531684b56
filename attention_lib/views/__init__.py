"""What a learner sees: tables and figures, each with its sentence."""

from attention_lib.views.figure import Picture, scores_figure, weights_figure
from attention_lib.views.folded import folded
from attention_lib.views.length_curve import length_curve
from attention_lib.views.table import MatrixTable, matrix_table, weights_table

__all__ = [
    "MatrixTable",
    "Picture",
    "folded",
    "length_curve",
    "matrix_table",
    "scores_figure",
    "weights_figure",
    "weights_table",
]
