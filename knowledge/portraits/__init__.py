"""What is known of companies: the portrait record, its store, and finding a company by its name as typed."""
