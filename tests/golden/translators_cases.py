"""The phrases on which our translators are compared with PyTorch's; shared by maker and tests."""

from attention_lib.models import arithmetic

TYPED = (  # what a learner may type that is no expression, or longer than any trained
    "seven",
    "hundred",
    "and and plus",
    "five hundred eighty two",
    "two two two",
    "by hundred divided",
    " plus ".join(["nine hundred and ninety nine"] * 6),
    " divided by ".join(["seven hundred and seventy seven"] * 6),
)
PHRASES = (
    *TYPED,
    *(
        arithmetic.english(expression)
        for k, count in {1: 20, 2: 30, 3: 40, 4: 50, 5: 20, 6: 10}.items()
        for expression in arithmetic.held_out(k, count, seed=7)
    ),
)
WITH_MAPS = (0, 2, 3, 4, 10, 11, 28, 29, 30, 58, 59, 98, 99)  # places in PHRASES
MARGIN = 1e-3  # of logits: nearer to a tie, rounding may choose another word
TOLERANCE = 1e-5  # of every attention weight; PyTorch computes in float64, as we do
FLOAT32 = 1e-4  # the same, against PyTorch in float32, as trained
