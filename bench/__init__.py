"""Measurements of Jalon beside baselines run at the same moment, on the same machine and the same data."""
