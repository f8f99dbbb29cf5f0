"""What people and the team write."""
