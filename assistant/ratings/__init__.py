"""好差评: five levels for every finished application and every reply, and a follow-up duty on the two lowest."""
