"""The screens of opinions and tests: those of everybody and those of the team."""
