"""What the API consists of: the controllers of each slice, in alphabetical order."""

from litestar.types import ControllerRouterHandler

from services.api.absences.controller import AbsenceController, TherapistAbsenceController
from services.api.api_keys.controller import ApiKeyController
from services.api.auth.controller import AuthController
from services.api.buildings.controller import BuildingController
from services.api.calendar.controller import CalendarController, ObservanceController
from services.api.clearances.controller import ClearanceController
from services.api.disruptions.controller import DisruptionController
from services.api.explain.controller import WhyController
from services.api.incidents.controller import IncidentController
from services.api.jobs.controller import JobController
from services.api.live.controller import StreamController
from services.api.offers.controller import HoldController, OfferController, WishController
from services.api.patients.controller import PatientController
from services.api.pins.controller import PinLinkController, PublicPinController
from services.api.places.controller import PlaceController
from services.api.plans.controller import PlanController, ProposalController
from services.api.promises.controller import CallListController, PromiseController
from services.api.public_map.controller import PublicMapController
from services.api.reports.controller import ReportController
from services.api.requests.controller import RequestController
from services.api.routes.controller import MyRouteController
from services.api.screening.controller import ScreeningController
from services.api.shifts.controller import PatternController, ShiftController
from services.api.tenant_places.controller import TenantPlaceController
from services.api.tenants.controller import TenantController
from services.api.therapists.controller import CertificateController, TherapistController
from services.api.users.controller import UserController
from services.api.visits.controller import BookingController, VisitController

SLICES: tuple[ControllerRouterHandler, ...] = (
    AbsenceController,
    TherapistAbsenceController,
    ApiKeyController,
    AuthController,
    BuildingController,
    CalendarController,
    ObservanceController,
    ClearanceController,
    DisruptionController,
    WhyController,
    IncidentController,
    JobController,
    StreamController,
    HoldController,
    OfferController,
    WishController,
    PatientController,
    PinLinkController,
    PublicPinController,
    PublicMapController,
    PlaceController,
    CallListController,
    PromiseController,
    PlanController,
    ProposalController,
    ReportController,
    RequestController,
    MyRouteController,
    ScreeningController,
    PatternController,
    ShiftController,
    TenantPlaceController,
    TenantController,
    CertificateController,
    TherapistController,
    UserController,
    BookingController,
    VisitController,
)
