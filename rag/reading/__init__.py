"""Files of the staff → text: one reader for each type, in a process apart (`isolation`), and what was lost on the way.

Each reader yields the blocks of `blocks`, in the order a person reads them; they are written as Markdown once.
"""
