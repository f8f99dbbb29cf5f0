"""What the team and the participants read."""
