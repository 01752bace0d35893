"""What notifications say, and the mail that brings them."""
