"""Names of exercises to classes, and what follows from them."""
