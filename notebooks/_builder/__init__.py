"""From one py:percent source to the learner, solution and nbgrader editions.

Read in this order: ``cli`` (what is asked), ``source`` (reading), ``solutions`` and
``editions`` (writing), ``execute`` and ``canonical`` (outputs), ``compare`` (``--check``).
"""
