"""`python -m training`: the same as `vidclf-train`."""

from training.cli import main

main()
