import type { components, operations } from "./generated/schema";

/** The body of an operation's success. Named by operation, which stays when schemas are renamed. */
type Answer<Name extends keyof operations> = operations[Name]["responses"] extends { 200: Json<infer Body> }
  ? Body
  : operations[Name]["responses"] extends { 201: Json<infer Body> }
    ? Body
    : never;
type Sent<Name extends keyof operations> = operations[Name] extends { requestBody: Json<infer Body> } ? Body : never;
type Json<Body> = { content: { "application/json": Body } };
type S = components["schemas"];

export type Role = S["Role"];
export type Gender = S["Gender"];
export type Service = S["Service"];
export type BodyRegion = S["BodyRegion"];
export type Session = Answer<"getMe">;
export type Patient = Answer<"getPatient">;
export type PlaceCandidate = Answer<"searchPlaces">["items"][number];
export type Therapist = Answer<"listTherapists">["items"][number];
export type Questionnaire = Answer<"getQuestionnaire">;
export type Question = Questionnaire["questions"][number];
export type RequestStatus = S["RequestStatus"];
export type CareRequest = Answer<"getRequest">;
export type RequestIn = Sent<"createRequest">;
export type RequestPatch = Sent<"changeRequest">;
export type PlaceIn = S["PlaceIn"];
export type Screening = NonNullable<CareRequest["screening"]>;
export type Reason = Screening["reasons"][number];
export type Offers = Answer<"listOffers">;
export type Offer = Offers["items"][number];
export type Hold = Answer<"holdOffer">;
export type Visit = Answer<"bookVisit">;
export type ConsentGiven = NonNullable<Sent<"bookVisit">["consent"]>;
export type Relation = ConsentGiven["relation"];
export type Clearance = Answer<"listClearances">["items"][number];
export type DecisionIn = Sent<"decideClearance">;

export type EventIn = Sent<"reportEvent">;
export type EventAnswer = Answer<"reportEvent">;
export type ConsentIn = Sent<"recordConsent">;
export type Call = Answer<"getCallList">["items"][number];
export type Plan = Answer<"getPlan">;
export type PlanRoute = Plan["routes"][number];
export type PlanStop = PlanRoute["stops"][number];
export type Unassigned = Plan["unassigned"][number];
export type Why = Answer<"explainVisit">;
export type Suggestion = Why["suggestions"][number];
export type Proposal = Answer<"listProposals">["items"][number];
export type ProposedChange = Proposal["changes"][number];
export type Incident = Answer<"closeIncident">;
export type Job = Answer<"getJob">;
export type AbsenceIn = Sent<"reportAbsence">;
export type Place = Visit["place"];
export type Violation = MoveAnswer["violations"][number];
export type MoveIn = Sent<"moveVisit">;
export type MoveAnswer = Answer<"moveVisit">;
export type Published = Answer<"publishPlan">;
export type ShiftEventIn = Sent<"addShiftEvent">;
export type MyRoute = Answer<"getMyRoute">;
export type MyStop = MyRoute["stops"][number];

export type Candidates = Answer<"searchPlaces">;
export type PlaceNotice = NonNullable<Candidates["notice"]>;
export type PinLinkMade = Answer<"makePinLink">;
export type PinLink = Answer<"listPinLinks">["items"][number];
export type PublicPin = Answer<"openPinLink">;
export type PublicPinIn = Sent<"sendPin">;
export type TenantPlace = Answer<"listTenantPlaces">["items"][number];
export type TenantPlaceIn = Sent<"createTenantPlace">;
export type TenantPlacePatch = Sent<"changeTenantPlace">;
export type Building = Answer<"listBuildings">["items"][number];
export type BuildingIn = Sent<"createBuilding">;
export type BuildingPatch = Sent<"changeBuilding">;
export type Disruption = Answer<"listDisruptions">["items"][number];
export type DisruptionIn = Sent<"reportDisruption">;
export type DisruptionMade = Answer<"reportDisruption">;
export type CalendarDay = Answer<"getCalendar">["days"][number];
export type DayIn = Sent<"setCalendarDay">;
export type Observance = Answer<"getBreaks">;
export type ObservanceIn = Sent<"setBreaks">;
export type TravelReport = Answer<"getTravelReport">;
