"""Suggestions of categories (分類の候補) from the text being typed, learnt from this office's own records.

Nothing leaves the machine, nothing is chosen by itself, and the words that caused a suggestion are shown with it.
"""
