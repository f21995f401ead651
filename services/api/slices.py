"""What the API consists of: the controllers of each slice, in alphabetical order."""

from litestar.types import ControllerRouterHandler

from services.api.absences.controller import AbsenceController, TherapistAbsenceController
from services.api.auth.controller import AuthController
from services.api.clearances.controller import ClearanceController
from services.api.explain.controller import WhyController
from services.api.incidents.controller import IncidentController
from services.api.jobs.controller import JobController
from services.api.live.controller import StreamController
from services.api.offers.controller import HoldController, OfferController, WishController
from services.api.patients.controller import PatientController
from services.api.places.controller import PlaceController
from services.api.plans.controller import PlanController, ProposalController
from services.api.promises.controller import CallListController, PromiseController
from services.api.requests.controller import RequestController
from services.api.routes.controller import MyRouteController
from services.api.screening.controller import ScreeningController
from services.api.shifts.controller import PatternController, ShiftController
from services.api.tenants.controller import TenantController
from services.api.therapists.controller import CertificateController, TherapistController
from services.api.users.controller import UserController
from services.api.visits.controller import BookingController, VisitController

SLICES: tuple[ControllerRouterHandler, ...] = (
    AbsenceController,
    TherapistAbsenceController,
    AuthController,
    ClearanceController,
    WhyController,
    IncidentController,
    JobController,
    StreamController,
    HoldController,
    OfferController,
    WishController,
    PatientController,
    PlaceController,
    CallListController,
    PromiseController,
    PlanController,
    ProposalController,
    RequestController,
    MyRouteController,
    ScreeningController,
    PatternController,
    ShiftController,
    TenantController,
    CertificateController,
    TherapistController,
    UserController,
    BookingController,
    VisitController,
)
