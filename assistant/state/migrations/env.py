"""Alembic's entry: runs the migrations on the connection that ``state.migrate`` hands over."""

from __future__ import annotations

from alembic import context

from assistant.state.tables import Base

connection = context.config.attributes["connection"]
# SQLite alters tables only by copying them, which is what "batch" does; elsewhere it makes no difference.
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
