"""Reading free French: one file for each sort of found, over a folded text that remembers where each word stood."""
