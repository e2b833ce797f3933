"""What the conversation can do beside answering: tools that the router and a language model call alike."""
