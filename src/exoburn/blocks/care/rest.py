"""What a lane holds when care adds nothing."""

#: Per-lane inputs of the care blocks, at the value that changes nothing.
NEUTRAL: dict[str, float] = {"aid_rescue": 0.0}
