"""Who may do what: accounts of staff and of companies, sign-in, roles, and the trail of what was done."""
