"""免申即享: payment runs from frozen inputs to a payment file."""
