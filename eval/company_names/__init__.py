"""Is the company that somebody means found by its name as typed, and how fast, among very many?"""
