"""What an analyst calls from Python, and the data package."""
