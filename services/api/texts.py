"""Texts that people type, as more than one slice takes them: how long each may be, and how empty.

Those that only one slice knows are in its schemas.
"""

from typing import Annotated

import msgspec

# Of a person, a building, a place: never only blanks.
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200, pattern=r"\S")]
OtherNames = Annotated[list[Name], msgspec.Meta(max_length=20)]
# What must be said; a field that may stay empty is a `Remark`.
Note = Annotated[str, msgspec.Meta(min_length=1, max_length=2000, pattern=r"\S")]
Remark = Annotated[str, msgspec.Meta(max_length=2000)]
LongRemark = Annotated[str, msgspec.Meta(max_length=4000)]
# A tag such as en or ar-AE.
Language = Annotated[str, msgspec.Meta(min_length=2, max_length=16, pattern="^[A-Za-z-]+$")]
# As somebody writes it; E.164 once it was read.
PhoneText = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
# A name within settings, such as a policy's.
Key = Annotated[str, msgspec.Meta(max_length=100)]
# By which a phone knows its own report again; the database keeps it as text and indexes it.
ClientEventId = Annotated[str, msgspec.Meta(min_length=1, max_length=255)]
