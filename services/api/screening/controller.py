"""The questions to ask."""

from datetime import date
from typing import Annotated

from litestar import Controller, get
from litestar.params import Parameter

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
        tenant: TenantRequest,
        wanted: Annotated[Service | None, Parameter(query="service")] = None,
        born: Annotated[date | None, Parameter(query="dateOfBirth")] = None,
        gender: Annotated[Gender | None, Parameter(query="gender")] = None,
        regions: Annotated[list[BodyRegion] | None, Parameter(query="bodyRegions")] = None,
        stage: Annotated[AskWhen | None, Parameter(query="askWhen")] = None,
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
