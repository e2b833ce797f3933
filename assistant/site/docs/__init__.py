"""The API reference page: reads ``/openapi.json`` and shows it, with nothing from elsewhere."""
