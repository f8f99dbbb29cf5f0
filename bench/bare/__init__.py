"""The least that Django can do on the same data: one list view, one query, twenty rows, one template."""
