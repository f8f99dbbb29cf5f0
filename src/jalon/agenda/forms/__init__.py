"""What people write in the calendar, read and checked."""
