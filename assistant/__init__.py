"""Understanding a question, deciding who answers it, and saying only what is proved."""
