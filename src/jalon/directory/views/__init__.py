"""What each address of the directory answers."""
