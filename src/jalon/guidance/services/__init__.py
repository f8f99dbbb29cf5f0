"""What the dossier and the workshop write, and the dossier on paper."""
