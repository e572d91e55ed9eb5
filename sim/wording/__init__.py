"""Wording: numbers in words, rounded once and alike in texts, tables and charts.

Ranges of chances are in `chances`, of counts in `frequency`; outcomes as parts of a sentence in `sentences`.
"""
