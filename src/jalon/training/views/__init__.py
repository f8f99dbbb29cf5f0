"""Screens of the training map."""
