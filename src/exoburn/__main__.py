"""`python -m exoburn` is `exoburn`."""

from exoburn.cli import main

main()
