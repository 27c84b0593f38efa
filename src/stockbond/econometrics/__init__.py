"""Estimators, named after the literature. Pure functions of arrays and frames: no database, no files."""
