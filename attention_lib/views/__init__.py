"""What a learner sees: tables and figures, each with its sentence."""

from attention_lib.views.facts_map import facts_map
from attention_lib.views.figure import Picture, scores_figure, weights_figure
from attention_lib.views.folded import folded
from attention_lib.views.heads_curve import heads_curve
from attention_lib.views.length_curve import length_curve
from attention_lib.views.pruning_curve import pruning_curve
from attention_lib.views.table import MatrixTable, matrix_table, weights_table
from attention_lib.views.task_curves import task_curves
from attention_lib.views.task_maps import story_map, summary_map
from attention_lib.views.task_table import TaskTable, task_table

__all__ = [
    "MatrixTable",
    "Picture",
    "TaskTable",
    "facts_map",
    "folded",
    "heads_curve",
    "length_curve",
    "matrix_table",
    "pruning_curve",
    "scores_figure",
    "story_map",
    "summary_map",
    "task_curves",
    "task_table",
    "weights_figure",
    "weights_table",
]
