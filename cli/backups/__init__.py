"""What a CPTS owns, kept in one file and put back from it."""
