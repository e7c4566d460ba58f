"""Changes to a clip's pictures and tempo that leave its label true, the same over all frames."""
