"""Files that companies send, kept by their digest."""
