"""办件: where an application stands, urging it (催办), and rating it when it is done (好差评)."""
