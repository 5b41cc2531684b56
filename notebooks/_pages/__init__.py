"""From the question bank and the glossary to the pages that stand beside the notebooks.

Read in this order: ``cli`` (what is asked), ``cards`` and ``glossary`` (the two pages),
``markdown`` (what both need).
"""
