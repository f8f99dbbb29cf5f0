"""What people type in the screens of the directory."""
