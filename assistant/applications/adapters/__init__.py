"""Case systems of authorities, behind the port."""
