"""What every room may need of a request or a page: addresses, forms without account, attempts, parts, PDF."""
