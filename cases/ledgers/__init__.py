"""What is kept beside the contacts, as files: the register of work with groups and places, つなぎ, and the relations and ties of households.

A row has no number of its own: it is one that is stored when everything that it says is the same, else a new one.
"""
