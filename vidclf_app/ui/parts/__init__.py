"""Small parts that all pages use."""
