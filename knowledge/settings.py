"""Settings, read once by each process entry and then passed down; ``quanquan settings`` prints them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator
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
    sources: Path | None = Field(
        None,
        description="what ingest reads: a folder, or a configuration of sources (sources.yaml); empty: the sample data",
    )
    fields: Path | None = Field(
        None, description="further wordings of field names, a file like ingest/guides/fields.yaml"
    )
    seed: int = Field(20260415, ge=0, description="seed of everything random at ingest")
    transcript_days: int = Field(180, ge=1, description="days a conversation is kept before it is deleted")

    publicity_days: int = Field(7, ge=1, le=60, description="days that awards are made public before they are approved")
    urge_hours: int = Field(24, ge=1, le=720, description="hours between two reminders (催办) of one application")
    urge_most: int = Field(3, ge=1, le=100, description="reminders that one application may have in all")
    overdue_days: int = Field(5, ge=1, le=365, description="days without a step after which an application is overdue")

    urge_answer_days: int = Field(2, ge=1, le=30, description="working days within which an urge (催办) is answered")
    followup_days: int = Field(5, ge=1, le=60, description="working days within which a low rating is followed up")
    case_system_url: str = Field(
        "", description="address of the authority's case system (办件); empty: the embedded one with sample cases"
    )
    case_system_token: SecretStr | None = Field(None, description="token sent to the authority's case system")
    case_system_timeout: float = Field(
        6.0, gt=0, le=60, description="seconds that a call to the case system may take, with all its retries"
    )
    case_key: SecretStr | None = Field(
        None,
        description="secret under which second factors and clients are hashed; empty: a file under HOME (one machine)",
    )

    clamd: str = Field(
        "off", description="ClamAV's daemon that scans evidence: host:port, the path of its socket file, or off"
    )
    claim_draft_days: int = Field(30, ge=1, le=365, description="days an unsent report of a claim is kept after saving")
    claim_case_days: int = Field(365, ge=1, le=3650, description="days a recognition of two officers stands")
    claim_file_mb: int = Field(50, ge=1, le=500, description="most megabytes of one file of evidence")
    claim_total_mb: int = Field(200, ge=1, le=5000, description="most megabytes of evidence of one report")
    claim_day_mb: int = Field(
        500,
        ge=1,
        le=1_000_000,
        description="megabytes of evidence that an address may send in a day (off with RATE_LIMIT off)",
    )
    claim_rate: str = Field(
        "30/hour",
        description="drafts, reports and questionnaires, each, that an address may send (off with RATE_LIMIT off)",
    )

    allowed_origins: str = Field(
        "", description="origins of other sites' pages that may open WebSockets, comma separated; * for any"
    )
    llm: str = Field(
        "",
        description="language model that may word answers anew: a LangChain name (openai:NAME) or an OpenAI-compatible URL",
    )
    llm_model: str = Field("", description="model to ask for where LLM is a URL")
    llm_key: SecretStr | None = Field(
        None, description="key of the language model's provider; empty: the provider's own"
    )
    llm_options: dict[str, str | int | float | bool] = Field(
        {"temperature": 0}, description="further options of the LangChain model, as a JSON object; no secrets"
    )
    llm_gap: float = Field(
        4.0, gt=0, le=120, description="seconds to wait for the model's first words, and for any next"
    )
    llm_timeout: float = Field(10.0, gt=0, le=300, description="seconds that a streamed wording may take in all")
    llm_http_timeout: float = Field(
        6.0, gt=0, le=300, description="seconds that a wording may take where the citizen waits for the whole (HTTP)"
    )
    llm_at_once: int = Field(8, ge=1, le=1000, description="wordings that may be under way at the same time")

    @field_validator("llm", "case_system_url")
    @classmethod
    def _without_credentials(cls, address: str) -> str:
        """Refuse ``https://user:password@host``: this setting is shown."""
        if "://" in address and "@" in address:
            raise ValueError("put the secret into QUANQUAN_LLM_KEY or QUANQUAN_CASE_SYSTEM_TOKEN, not into the address")
        return address.strip()

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


def environment_secret(name: str) -> SecretStr | None:
    """A secret that a configuration names by its environment variable, ``None`` when that is not set."""
    value = os.environ.get(name)
    return None if value is None else SecretStr(value)
