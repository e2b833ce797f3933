"""The company's pages under test: pure modules under node, main flows in a browser."""
