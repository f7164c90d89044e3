"""A second reader: a language model that hears a message, whose every word is checked before it is used.

It chooses in closed lists and points at the doctor's own words: it writes nothing that is shown, and is told no amount.
"""
