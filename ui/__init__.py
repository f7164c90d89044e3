"""The page, the embed and the API. Settings are read here and passed down."""
