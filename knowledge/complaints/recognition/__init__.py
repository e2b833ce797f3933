"""What speaks for and against calling somebody's complaints 疑似恶意职业索赔: evidence by factor and complaint, never a decision."""
