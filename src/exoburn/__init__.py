"""exoburn: how a skin burn heals, and what exosomes would have to do to change that."""
