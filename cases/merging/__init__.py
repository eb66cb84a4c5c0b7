"""Merging two records into one, as a list of changes that can be tried, made and taken back."""
