"""Understanding what people type: pure functions over words."""
