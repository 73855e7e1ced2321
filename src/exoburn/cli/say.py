"""What a command says on stdout: lines of text, fit for the terminal that shows them."""

from __future__ import annotations

import sys

from exoburn.letters import cleaned_lines


def say(text: str) -> None:
    """Print text; a sign that moves the cursor, or that this terminal lacks, is replaced."""
    coding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(cleaned_lines(text).encode(coding, "replace").decode(coding) + "\n")
