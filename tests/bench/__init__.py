"""What is too slow or too heavy for every run: `make bench`."""
