"""Reading free French: one file for each sort of fact, over a folded text that remembers where each word stood."""
