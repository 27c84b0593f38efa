"""Speed and memory of the main job, from bars to daily correlations, beside other engines in one run."""
