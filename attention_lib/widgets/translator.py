"""``Translator``: type spoken arithmetic and see it translated with and without attention."""

from collections.abc import Iterable

import traitlets

from attention_lib.models import TRANSLATORS, UnknownWords, arithmetic, load_translator
from attention_lib.widgets.base import STATIC, CourseWidget
from attention_lib.widgets.translator_answer import answer, translate
from attention_lib.widgets.translator_snapshot import map_tables, translations_table, verdict

PHRASE = "five hundred and eighty two minus four"
MAX_NAMED = 3  # unknown words in a message: the others come when these are repaired
EXAMPLES = {
    "short": PHRASE,
    "longer": "nine hundred and forty one plus sixty three divided by seven",
    "as long as trained": (
        "two hundred and seventy six times eighteen "
        "minus four hundred and thirty five plus ninety two"
    ),
    "longer than trained": (
        "six hundred and twelve plus thirty four minus five times eighty one "
        "divided by nine plus seven"
    ),
}


class Translator(CourseWidget):
    """Type English arithmetic; two models write it in German, one word after the other.

    Parameters
    ----------
    phrase : str, default "five hundred and eighty two minus four"
        Numbers from 0 to 999 with *plus*, *minus*, *times* and *divided by* between them;
        at most 40 words.
    models : pair of str, default ("no-attention", "bahdanau")
        Left and right, from ``attention_lib.models.TRANSLATORS``; the right one can be
        changed on the screen. The alignment map is the right one's; where both have
        attention, each shows its own.
    curve : bool, default True
        Say of each model how many unseen phrases of this length, and of others, it
        translates correctly. With False the learner is left to find out; assign True
        afterwards.
    present : bool, default False
        Large digits, for a wall.

    Attributes
    ----------
    phrase : str
        What is translated. Assign another.
    translations : dict of str to attention_lib.models.Translation
        By the models' names: target words, and attention weights where there are any.

    Raises
    ------
    ValueError
        If a word is outside the vocabulary (``UnknownWords``), or the phrase is empty or
        too long; the last translation stays.

    Examples
    --------
    >>> translator = Translator("eighty two minus four")
    >>> translator.translations["bahdanau"].target
    ('zwei', 'und', 'achtzig', 'minus', 'vier')
    """

    _esm = STATIC / "translator.js"
    _css = STATIC / "translator.css"

    request = traitlets.Dict().tag(sync=True)
    answer = traitlets.Dict(read_only=True).tag(sync=True)
    choices = traitlets.List(read_only=True).tag(sync=True)
    vocabulary = traitlets.List(read_only=True).tag(sync=True)
    examples = traitlets.Dict(default_value=EXAMPLES, read_only=True).tag(sync=True)
    curve = traitlets.Bool(True).tag(sync=True)
    present = traitlets.Bool(False).tag(sync=True)

    def __init__(
        self, phrase=PHRASE, models=("no-attention", "bahdanau"), *, curve=True, present=False
    ):
        models = _two_models(models)
        self._translations = translate(phrase, models)
        made = answer(phrase, models, self._translations)
        # Before the widget opens its channel: the browser gets all in its first message.
        self.set_trait("answer", {"seq": 0, "problem": None, **made})
        self.set_trait("choices", [[name, load_translator(name).title] for name in TRANSLATORS])
        self.set_trait("vocabulary", list(arithmetic.VOCABULARY))
        super().__init__(
            request={"seq": 0, "phrase": phrase, "models": models},
            curve=curve,
            present=present,
        )

    @property
    def phrase(self):
        """The phrase that is translated; assign another."""
        return self.answer["phrase"]

    @phrase.setter
    def phrase(self, phrase):
        self._show(phrase, self.models)

    @property
    def models(self):
        """The names of the models on the left and on the right; assign two others."""
        return tuple(side["name"] for side in self.answer["sides"])

    @models.setter
    def models(self, models):
        self._show(self.phrase, _two_models(models))

    @property
    def translations(self):
        """What each model made of the phrase, by name."""
        return dict(self._translations)

    def sentence(self):
        """Return the phrase and both translations, judged."""
        reference = self.answer["reference"]
        made = [
            f"{side['title']}: “{' '.join(side['words'])}” ({verdict(side, reference)})"
            for side in self.answer["sides"]
        ]
        return "; ".join([f"“{' '.join(self.answer['source'])}”", *made])

    def snapshot(self):
        """Return both translations, and what stands beside them on the screen, as tables."""
        sides, source = self.answer["sides"], self.answer["source"]
        mapped = sides if all(side["maps"] for side in sides) else sides[1:]
        return translations_table(self.answer, curve=self.curve) + map_tables(mapped, source)

    @traitlets.validate("request")
    def _check_request(self, proposal):
        request = proposal["value"]
        try:
            return {
                "seq": int(request["seq"]),
                "phrase": str(request["phrase"]),
                "models": _two_models(request["models"]),
            }
        except (KeyError, TypeError, ValueError) as error:
            raise traitlets.TraitError(f"a request must fit; got {request!r:.80}") from error

    @traitlets.observe("request")
    def _follow_request(self, change):
        request = change["new"]
        if not self.answer or request["seq"] == self.answer["seq"]:
            return  # Python's own
        try:
            self._show(request["phrase"], request["models"], request["seq"])
        except ValueError as error:
            self._keep(request, _problem(error))

    def _show(self, phrase, models, seq=None):
        seq = self.request["seq"] + 1 if seq is None else seq
        with self.hold_sync():
            self._answer(phrase, models, seq)
            self.request = {"seq": seq, "phrase": phrase, "models": list(models)}

    def _keep(self, request, problem):
        """Stay with the last readable phrase; a model that was chosen translates that one."""
        if tuple(request["models"]) == self.models:
            same = {**self.answer, "seq": request["seq"], "problem": problem}
            self.set_trait("answer", same)
        else:
            self._answer(self.phrase, request["models"], request["seq"], problem)

    def _answer(self, phrase, models, seq, problem=None):
        translations = translate(phrase, models)
        made = answer(phrase, models, translations)
        self._translations = translations
        self.set_trait("answer", {"seq": seq, "problem": problem, **made})


def _two_models(models):
    several = isinstance(models, Iterable) and not isinstance(models, str | bytes)
    names = list(models) if several else []
    if len(names) != 2 or not all(isinstance(name, str) and name in TRANSLATORS for name in names):
        raise ValueError(f"models must be two of {', '.join(TRANSLATORS)}; got {models!r:.80}")
    return names


def _problem(error):
    """Say what cannot be translated, and what was perhaps meant."""
    if not isinstance(error, UnknownWords):
        return {"text": str(error), "nearest": []}
    named = list(error.unknown)[:MAX_NAMED]
    others = len(error.unknown) - len(named)
    words = ", ".join(f"{word:.40}" for word in named) + (f" and {others} more" if others else "")
    digits = any(word[0].isdecimal() and not near for word, near in error.unknown.items())
    hint = " Numbers go from 0 to 999." if digits else ""
    return {
        "text": f"Not in the vocabulary: {words}.{hint}",
        "nearest": [[word, list(error.unknown[word])] for word in named],
    }
