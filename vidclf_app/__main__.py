"""`python -m vidclf_app` is the command `vidclf`."""

from vidclf_app.cli import main

main()
