"""A small story that tests share: superficial partial, one wound, gel."""

GEL = """
title = "A forearm"
patient.age_years = 35
treatment.products = ["1e10 particles/cm2 in hydrogel, topical, every 3 days x 4 from day 1"]
policy = "conservative"

[burn]
cause = "scald"
depth = "superficial_partial"
wounds = [{site = "forearm", area_cm2 = 40}]

[outcome]
kind = "healed"
day = 42
without_graft = true
"""
