"""Who may see and change what in the directory; each predicate says why."""
