"""How lines are written, who reads them, and how long they are kept."""
