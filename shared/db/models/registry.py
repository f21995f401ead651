"""All models, imported so that their tables are known; migrations and drift checks read this."""

from sqlalchemy import MetaData

from shared.db.models import (
    patient,
    places,
    plan,
    request,
    tenancy,
    therapist,
    travel,
    visit,
    work,
)
from shared.db.models.base import Base

MODULES = (patient, places, plan, request, tenancy, therapist, travel, visit, work)


def metadata() -> MetaData:
    """The tables of every model."""
    return Base.metadata
