"""Fitting the model to published results, and putting it on trial against others."""
