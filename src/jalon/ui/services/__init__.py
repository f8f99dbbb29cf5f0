"""What every room may need of a request or of a page: forms without account, attempts, parts, PDF."""
