"""The texts on which our MiniLM is compared with transformers'; shared by maker and tests."""

import numpy as np

TOLERANCE = 1e-5  # of every attention weight and every component of a vector, in float32

ODD = (
    "",
    " ",
    "\n\t",
    ".",
    "?!…",
    "a",
    "[CLS]",
    "[SEP] in the middle [MASK] [PAD]",
    "[UNK]",
    "\x00\x01 control \x7f marks \u200b\u200d\ufeff",
    "\u0301",
    "e\u0301 is é and Ａ is A",
    "ﬁ ligature, ½ and ² and №",
    "ͅ",
    "İstanbul, ıSPARTA, ẞ and ß",
    "Å Å å ÅÅÅ",
    "naïve café in São Tomé: über Ärger, piñata, Łódź",
    "Ünïçödé ÀÉÎÕÜ àéîõü",
    "déjà vu at the Hôtel-Dieu, s'il vous plaît",
    "Đặng Thị Ngọc Thịnh đã đến Hà Nội",
    "Ελληνικά: η γρήγορη αλεπού",
    "Быстрая бурая лиса прыгает через ленивую собаку",
    "שלום עולם",
    "مرحبا بالعالم، كيف حالك؟",
    "हिन्दी में एक वाक्य",
    "ภาษาไทยไม่มีช่องว่าง",
    "注意力就是你所需要的一切",
    "東京は日本の首都です。",
    "カタカナ ﾊﾝｶｸ ひらがな",
    "한국어 문장입니다",
    "中文 and English 混合 text",
    "𠀀𠀁 rare ideographs",
    "😀",
    "I ❤️ NY 🗽🇺🇸",
    "👩‍👩‍👧‍👦 a family, 👍🏽 a thumb",
    "🙂 " * 40,
    "snow ☃ and stars ★☆ and arrows → ⇒",
    "x² + y² = z², ∑ᵢ αᵢ = 1, √d_k",
    "if (a[i] != b[j]) { return 0; } // code",
    "def f(x): return x**2 if x else None",
    "https://example.org/a?b=c&d=%20e#f",
    "someone@example.org +49 (0)30 123-456",
    "3.14159, 1,000,000 and 0x1F600, 10:45 p.m.",
    "$5 €6 £7 ¥8 ₹9",
    "“Curly” ‘quotes’ – dashes — and «others»",
    "don't can't won't it's o'clock rock'n'roll",
    "state-of-the-art, well-known; semi:colons",
    "U.S.A. vs. U.K., e.g. Dr. Smith, Ph.D.",
    "CamelCase snake_case kebab-case SHOUTING",
    "   many      spaces\u00a0and\u2003wide ones   ",
    "tab\tand\nnew\r\nlines",
    "a" * 99,
    "a" * 100,
    "a" * 101,  # longer than any word may be: one unknown piece
    "ab" * 300,
    "Donaudampfschifffahrtsgesellschaftskapitän",
    "antidisestablishmentarianism and floccinaucinihilipilification",
    "supercalifragilisticexpialidocious!",
    "qwrtpsdfghjklzxcvbnm",
    "the the the the the the the the",
    "buffalo buffalo Buffalo buffalo buffalo",
    "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16",
    "- - - - -",
    "(((([[[[{{{{",
    "\\n is not a new line",
    "#hashtag @mention ##piece",
    "MiniLM-L6-v2",
    "\ud7ff\ue000\uffee private and last ones",
)
PLAIN = (
    "The animal didn't cross the street because it was too tired.",
    "The animal didn't cross the street because it was too wide.",
    "Attention is all you need.",
    "What is attention in deep learning?",
    "How does scaled dot-product attention work?",
    "She poured water from the pitcher into the cup until it was full.",
    "Colorless green ideas sleep furiously.",
    "The horse raced past the barn fell.",
    "Time flies like an arrow; fruit flies like a banana.",
    "The old man the boat.",
    "To be, or not to be, that is the question:",
    "It was the best of times, it was the worst of times.",
    "Heads are concatenated, then projected once more.",
    "A key and a query meet; their dot product is a score.",
    "Mary had a little lamb whose fleece was white as snow.",
    "The trophy didn't fit in the suitcase because it was too big.",
    "Paris is to France as Tokyo is to Japan.",
    "He said that she said that they had said nothing.",
    "No one who had not read it could have known.",
    "Rain fell on the roof, and nobody minded.",
    "Please translate this sentence into German.",
    "Seven hundred and eighty-two minus four is more than seven.",
    "The summary of a long article should be short.",
    "Who wrote the book about the river, and when?",
    "My neighbour's dog barks whenever a train passes.",
    "Water boils at one hundred degrees at sea level.",
    "In 1905 Einstein published four papers.",
    "The committee that the senator chaired met on Tuesday.",
    "Give the money back to the bank on the other bank of the river.",
    "I saw the man with the telescope.",
)
_SENTENCE = "attention heads read words and mix what they find in one long row of numbers"
_WORDS = _SENTENCE.split()
LONG = (  # pieces with [CLS] and [SEP]: 64, 130, 511, 512, 513 and far more
    *(" ".join((_WORDS * 60)[: pieces - 2]) for pieces in (64, 130, 511, 512, 513)),
    "😀猫 unbelievably " * 300,
)
TEXTS = (*ODD, *PLAIN, *LONG)
WITH_MAPS = (0, 16, 26, 34, len(ODD), len(ODD) + 2)  # places in TEXTS whose maps are kept whole


def sampled_cells(length):
    """Return (query, key) of three cells for each of the 72 heads, shape (2, 6, 12, 3)."""
    rng = np.random.default_rng(length)
    return rng.integers(0, length, size=(2, 6, 12, 3))


def sample(weights):
    """Return the weights, (6, 12, length, length), at `sampled_cells`."""
    query, key = sampled_cells(weights.shape[-1])
    layer, head = np.arange(6)[:, None, None], np.arange(12)[:, None]
    return weights[layer, head, query, key]
