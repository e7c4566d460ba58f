"""What goes wrong for people: each ends in one clear line, an exit code, and no half file."""
