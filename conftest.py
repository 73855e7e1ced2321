"""Tests of equations and code hold the specification's constants; what ships is tried apart.

The calibrated ensemble changes with every calibration, the specification's numbers do not. So the
tests run with the prior, but for those in `tests/shipped`, which run the installed program in
processes of their own.
"""

import os

os.environ.setdefault("EXOBURN_ENSEMBLE", "prior")
