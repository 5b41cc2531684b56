"""What every check must do with a wrong answer: name its mistake, and no other."""


def assert_own_explanation(report, exercise, mistake, says):
    """Assert that a report names this mistake alone, and says why.

    Parameters
    ----------
    report : Report
    exercise : Exercise
    mistake : str
        The name of a known mistake or accident.
    says : str
        Part of the explanation.
    """
    assert (report.state, report.mistake) == ("not yet", mistake)
    known = (*exercise.mistakes, *exercise.accidents)
    assert {m.name for m in known if m.message in report.sentence} == {mistake}
    assert says in report.sentence
