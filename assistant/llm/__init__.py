"""The optional language model: it may word a composed answer anew, and never says what the sources do not."""
