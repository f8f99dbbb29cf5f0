"""What the two questions and the dossier write."""
