"""Where every customer stands: stage, whether they spread the word, tie to the brand, recency, frequency and money.

Formulas, numbers and their sources: docs/methods/lifecycle.md.
"""
