"""企业举报恶意索赔: drafts, evidence, receipts, and the desk of the market regulator."""
