"""The JSON layout of a notice, for the OpenAPI document; the reader of `feeds.notice` is what reads it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from feeds.notice.particulars import NAMES


class Person(BaseModel):
    """Who travels."""

    names: list[str] = Field(min_length=1, description="`SURNAME, Given`; the name on record first.")
    birth_dates: list[str] = Field(default_factory=list, description="ISO 8601, possibly partial.")
    sex: str = Field("", description="M, F, X or empty.")
    nationalities: list[str] = Field(default_factory=list, description="ISO 3166-1 alpha-3.")
    documents: list[str] = Field(default_factory=list, description="`type:issuer:number`, as `P:USA:123456789`.")


class Leg(BaseModel):
    """One hop of the journey."""

    departure_place: str = ""
    departure_country: str = ""
    departs: str = Field("", description="ISO 8601 date, possibly partial.")
    departs_time: str = Field("", description="HH:MM, local.")
    arrival_place: str = ""
    arrival_country: str
    arrives: str = ""
    arrives_time: str = ""
    carrier: str = ""
    number: str = ""
    means: str = Field("", description="air, sea, land, rail …")
    transit: bool = Field(default=False, description="The place of arrival is only passed through.")


class AttachedDocument(BaseModel):
    """A copy of a passport, visa or ticket: PDF, JPEG, PNG, TIFF or plain text of at most 5 MB."""

    name: str
    content: str = Field(description="base64")


class NoticeDocument(BaseModel):
    """One notice of intended travel, 34 U.S.C. 20914(a)(7); docs/formats.md explains every field."""

    reference: str = Field(min_length=1, max_length=200)
    version: int = Field(1, ge=1, lt=10**6)
    jurisdiction: str = Field(min_length=1, max_length=200)
    submitting_ori: str = ""
    submitted_at: str = ""
    registrant_id: str = ""
    person: Person
    legs: list[Leg] = Field(min_length=1, max_length=100)
    returns: str = ""
    purpose: str = ""
    destination_address: str = ""
    contact: str = ""
    emergency: bool = False
    late_reason: str = ""
    attachments: list[AttachedDocument] = Field(default_factory=list, max_length=10)


def request_body() -> dict[str, Any]:
    """Return the OpenAPI description of a request that sends one notice."""
    schema = NoticeDocument.model_json_schema()
    named = schema.pop("$defs")
    schema["properties"] |= {name: {"type": "string", "default": ""} for name in NAMES}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": _inlined(schema, named)}}}}


def _inlined(schema: Any, named: dict[str, Any]) -> Any:  # noqa: ANN401  a JSON schema may be anything
    """Put each named part where it is used: a request described by hand cannot add to the document's components."""
    if isinstance(schema, dict):
        if "$ref" in schema:
            return _inlined(named[schema["$ref"].rpartition("/")[2]], named)
        return {key: _inlined(value, named) for key, value in schema.items()}
    return [_inlined(item, named) for item in schema] if isinstance(schema, list) else schema
