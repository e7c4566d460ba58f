"""Commands of `vidclf-train`."""
