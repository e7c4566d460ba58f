"""What a model is worth on clips that it hasn't learnt from, and how that is shown."""
