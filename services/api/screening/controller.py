"""The questions to ask."""

from datetime import date
from typing import Annotated

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from services.api.deps import TenantRequest, require
from services.api.screening import service
from services.api.screening.schemas import QuestionnaireOut
from shared.domain.person import Gender, check_date_of_birth
from shared.domain.roles import Role
from shared.domain.screening.questionnaire import AskWhen, Profile
from shared.domain.service import BodyRegion, Service


class ScreeningController(Controller):
    """Questionnaires are versioned data; the active one is asked."""

    path = "/v1/screening"
    tags = ("screening",)
    guards = (
        require(Role.AGENT, Role.DISPATCHER, Role.CLINICIAN, Role.THERAPIST, Role.SUPERVISOR),
    )

    @get("/questionnaire", operation_id="getQuestionnaire")
    async def questionnaire(
        self,
        tenant: NamedDependency[TenantRequest],
        wanted: Annotated[Service | None, QueryParameter(name="service")] = None,
        born: Annotated[date | None, QueryParameter(name="dateOfBirth")] = None,
        gender: Annotated[Gender | None, QueryParameter(name="gender")] = None,
        regions: Annotated[list[BodyRegion] | None, QueryParameter(name="bodyRegions")] = None,
        stage: Annotated[AskWhen | None, QueryParameter(name="askWhen")] = None,
    ) -> QuestionnaireOut:
        """The active questionnaire: whole, or with `service` what is due for this patient."""
        stored = await service.get_questionnaire(tenant)
        if wanted is None:
            return service.questionnaire_out(stored, stored.questions.questions)
        if born is not None:
            check_date_of_birth(born, tenant.now, tenant.zone, "dateOfBirth")
        profile = Profile(born, gender, frozenset(regions or ()))
        asked = stage or AskWhen.PHONE
        questions = service.due(stored.questions, profile, [wanted], tenant.now, tenant.zone, asked)
        return service.questionnaire_out(stored, questions)
