import type { components, operations } from "./generated/schema";
import type { Pending } from "./pending";

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

export type EventIn = Pending["EventIn"];
export type EventAnswer = Pending["EventAnswer"];
export type ConsentIn = Pending["ConsentIn"];
export type Call = Pending["Call"];
export type Plan = Pending["Plan"];
export type PlanRoute = Pending["PlanRoute"];
export type PlanStop = Pending["PlanStop"];
export type Unassigned = Pending["Unassigned"];
export type Job = Pending["Job"];
export type Violation = Pending["Violation"];
export type MoveIn = Pending["MoveIn"];
export type MoveAnswer = Pending["MoveAnswer"];
export type Published = Pending["Published"];
export type MyRoute = Pending["MyRoute"];
export type MyStop = Pending["MyStop"];
