"""The page, the embed, the API and the command line. Settings are read here and passed down."""
