"""企业问需: versioned questions to companies; answers that speak of malicious claims become leads."""
