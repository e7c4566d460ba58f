"""Results out: one module for each format. No Qt."""
