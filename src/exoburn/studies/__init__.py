"""Studies on top of simulation and evidence: stories, access, questions that people ask."""
