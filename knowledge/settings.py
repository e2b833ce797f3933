"""Settings, read once by each process entry and then passed down; ``quanquan settings`` prints them."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """All settings of the product, from the environment (prefix ``QUANQUAN_``)."""

    model_config = SettingsConfigDict(env_prefix="QUANQUAN_", frozen=True, extra="ignore")

    host: str = Field("127.0.0.1", description="address the server listens on")
    port: int = Field(8000, ge=0, le=65535, description="port the server listens on")
    home: Path = Field(Path("var"), description="folder of all that is written at run time")
    database_url: SecretStr | None = Field(None, description="SQLAlchemy URL of the state; empty: SQLite under HOME")
    encoder: str = Field("", description="SentenceTransformer name or folder; empty: fitted at ingest")
    rate_limit: str = Field("60/minute", description="chat turns a client may send, as COUNT/PERIOD, or off")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="least level that is logged")
    log_format: Literal["json", "text"] = Field("json", description="form of the log lines")
    seed: int = Field(20260415, ge=0, description="seed of everything random at ingest")
    transcript_days: int = Field(180, ge=1, description="days a conversation is kept before it is deleted")

    @property
    def knowledge_home(self) -> Path:
        """Folder of the published snapshots."""
        return self.home / "knowledge"

    @property
    def database(self) -> str:
        """SQLAlchemy URL of the state."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{(self.home / 'quanquan.db').resolve()}"
