"""The sentence that stands on everything exoburn writes."""

BANNER = (
    "Research software. Not a medical device. Not for diagnosis, treatment or monitoring of an "
    "individual. Results are simulations from limited, mostly preclinical evidence."
)
