"""Rules of messages: pure functions over plain values."""
