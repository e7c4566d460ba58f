"""The page of models: reading what they are, choosing, installing and removing them."""
