"""Wording: numbers in words, rounded once and alike in texts, tables and charts."""
