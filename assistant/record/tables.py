"""The record's tables: in the catalogue's database, with migrations of their own."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, MetaData, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from knowledge.catalogue.sqlite.schema import Schema
from knowledge.catalogue.tables import Base as Catalogue
from knowledge.catalogue.tables import Moment


class RecordBase(DeclarativeBase):
    metadata = MetaData(naming_convention=Catalogue.metadata.naming_convention)


RECORD = Schema(RecordBase.metadata, "assistant:record/migrations", "record_version", "0004")


class ConversationRow(RecordBase):
    __tablename__ = "conversations"
    __table_args__ = (Index("ix_conversations_recent", "reader", "updated_at"),)
    id: Mapped[str] = mapped_column(primary_key=True)  # random: it stands in the address
    person: Mapped[str] = mapped_column("reader")  # knowledge.access: Person.key
    title: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)


class ExchangeRow(RecordBase):
    """A question and what became of it; `answer` is a whole Answer as JSON once it is finished, or
    what there was of it when it was stopped."""

    __tablename__ = "exchanges"
    __table_args__ = (UniqueConstraint("conversation_id", "ordinal"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    ordinal: Mapped[int]  # 1, 2, 3 … within its conversation
    question: Mapped[str]
    state: Mapped[str]
    partial: Mapped[str] = mapped_column(default="")
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class ModelUsageRow(RecordBase):
    """What a person has used of the chat models on a day (UTC)."""

    __tablename__ = "model_usage"
    person: Mapped[str] = mapped_column("reader", primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    tokens: Mapped[int] = mapped_column(default=0)
    cost_millionths: Mapped[int] = mapped_column(default=0)  # of the currency's unit


class GapRow(RecordBase):
    """A question that the documents did not answer, as it was told. It outlives the conversation
    that it was asked in."""

    __tablename__ = "gaps"
    __table_args__ = (UniqueConstraint("exchange_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    exchange_id: Mapped[int | None] = mapped_column(ForeignKey("exchanges.id", ondelete="SET NULL"))
    question: Mapped[str]
    missing: Mapped[str] = mapped_column(default="")  # of a part answer: what is not in them
    person: Mapped[str] = mapped_column("reader")
    told_at: Mapped[datetime] = mapped_column(Moment)
    collection_id: Mapped[int | None]  # of the nearest document; None: nothing was near
    owner: Mapped[str] = mapped_column(default="")
    nearest: Mapped[list[dict[str, Any]]] = mapped_column(JSON)  # of `Near`, the nearest first
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    done_by: Mapped[str] = mapped_column(default="")
