"""Plain reasoning about occupations: no framework, no database."""
