"""Rules of messages and jobs: pure functions over plain values."""
