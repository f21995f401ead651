// Calls that the API's OpenAPI document does not hold yet, in the shape openapi-typescript gives them.
// When one appears there, `npm run types` brings it and its entry here goes.
import type { components } from "./generated/schema";

type G = components["schemas"];
type Json<T> = { content: { "application/json": T } };
type Problem = { content: { "application/problem+json": G["Problem"] } };
type Page<T> = { items: T[]; next: string | null };
type Get<Ok, Path = never, Query = never> = {
  parameters: ([Path] extends [never] ? { path?: never } : { path: Path }) & {
    query?: [Query] extends [never] ? never : Query;
    header?: never;
    cookie?: never;
  };
  requestBody?: never;
  responses: { 200: Json<Ok>; 401: Problem; 403: Problem; 404: Problem };
};
type Post<Ok, Body, Path = never, Status extends number = 200> = {
  parameters: ([Path] extends [never] ? { path?: never } : { path: Path }) & {
    query?: never;
    header?: never;
    cookie?: never;
  };
  requestBody: { content: { "application/json": Body } };
  responses: { [S in Status]: Json<Ok> } & { 401: Problem; 403: Problem; 404: Problem; 409: Problem; 422: Problem };
};

export interface PendingPaths {
  "/v1/therapists/{therapist_id}/absences": {
    post: Post<S["AbsenceAnswer"], S["AbsenceIn"], { therapist_id: string }, 201>;
  };
  "/v1/visits": {
    get: Get<Page<G["VisitOut"]>, never, { date?: string; status?: G["VisitStatus"]; patientId?: string; cursor?: string }>;
  };
  "/v1/visits/{visit_id}": { get: Get<G["VisitOut"], { visit_id: string }> };
  "/v1/visits/{visit_id}/events": { post: Post<S["EventAnswer"], S["EventIn"], { visit_id: string }> };
  "/v1/visits/{visit_id}/pin": { post: Post<G["VisitOut"], { pinned: boolean; start?: boolean }, { visit_id: string }> };
  "/v1/visits/{visit_id}/unassign": { post: Post<G["VisitOut"], { reason: string }, { visit_id: string }> };
  "/v1/visits/{visit_id}/cancel": {
    post: Post<G["VisitOut"], { reason: string; askedBy: string }, { visit_id: string }>;
  };
  "/v1/call-list": { get: Get<{ items: S["Call"][] }> };
  "/v1/promises/{promise_id}/answer": {
    post: Post<Record<string, unknown>, { answer: "agreed" | "refused" | "not-reached" }, { promise_id: string }>;
  };
  "/v1/plans/{plan_date}": { get: Get<S["Plan"], { plan_date: string }> };
  "/v1/plans/{plan_date}/solve": { post: Post<{ jobId: string }, Record<string, never>, { plan_date: string }, 202> };
  "/v1/plans/{plan_date}/publish": {
    post: Post<S["Published"], { acknowledge?: string[]; reason?: string }, { plan_date: string }>;
  };
  "/v1/plans/{plan_date}/moves": { post: Post<S["MoveAnswer"], S["MoveIn"], { plan_date: string }> };
  "/v1/jobs": { get: Get<Page<S["Job"]>, never, { status?: S["JobStatus"] }> };
  "/v1/jobs/{job_id}": { get: Get<S["Job"], { job_id: string }> };
  "/v1/me/route": { get: Get<S["MyRoute"], never, { date?: string }> };
  "/v1/me/route/acknowledge": {
    post: Post<Record<string, never>, { routeVersion: number }, never, 200 | 204>;
  };
  "/v1/me/shifts/{shift_id}/events": {
    post: Post<Record<string, unknown>, S["ShiftEventIn"], { shift_id: string }>;
  };
}

interface S {
  AbsenceIn: { from: string; to: string; reason: string };
  AbsenceAnswer: { id: string; jobId: string | null; freed: string[]; inProgress: string[] };
  EventIn: {
    type: string;
    occurredAt: string;
    clientEventId: string;
    position?: { lat: number; lon: number };
    papers?: S["Papers"];
    minutes?: number;
    note?: string;
    needles?: { in: number; out: number };
  };
  Papers: { doorAnswers?: G["ScreeningIn"]; consents: S["ConsentIn"][] };
  ConsentIn: G["GivenConsent"] & { kind: "verbal" | "written" | "guardian" | "child" };
  EventAnswer: { id: string; status: string; visit: { id: string; status: string; version: number }; applied: boolean };
  Told: { window: G["WindowOut"]; therapist: G["VisitTherapist"] | null };
  Call: {
    promiseId: string;
    visitId: string;
    patient: { name: string; phone: string | null };
    from: S["Told"];
    to: S["Told"];
    reason: string | null;
  };
  PlanStop: {
    visitId: string;
    kind: "visit" | "hold";
    service: G["Service"] | null;
    patientName: string | null;
    place: { lat: number; lon: number; label: string; community: G["CommunityOut"] | null };
    window: G["WindowOut"];
    leaveAt: string | null;
    plannedArrival: string;
    plannedStart: string;
    plannedDeparture: string;
    predictedArrival: string | null;
    predictedStart: string | null;
    lateS: number | null;
    status: G["VisitStatus"];
    pinned: boolean;
    frozen: boolean;
    published: boolean;
  };
  PlanRoute: {
    shiftId: string;
    therapist: { id: string; name: string; gender: G["Gender"]; languages: string[] };
    startsAt: string;
    endsAt: string;
    start: { lat: number; lon: number };
    status: string;
    routeVersion: number;
    acknowledgedVersion: number | null;
    travelS: number;
    stops: S["PlanStop"][];
  };
  Unassigned: {
    visitId: string;
    service: G["Service"];
    patientName: string;
    place: { lat: number; lon: number; label: string; community: G["CommunityOut"] | null };
    window: G["WindowOut"];
    priority: string | number | null;
    reason: { code: string; text: string } | null;
  };
  Plan: {
    date: string;
    generation: number;
    status: string;
    cost: number | null;
    bound: number | null;
    gap: number | null;
    estimated: boolean;
    publishedAt: string | null;
    routes: S["PlanRoute"][];
    unassigned: S["Unassigned"][];
    jobs: { id: string; kind: string; status: S["JobStatus"]; progress: S["Progress"] | null }[];
    absences: { id: string; therapistId: string; from: string; to: string }[];
  };
  Progress: { cost?: number | null; bound?: number | null; gap?: number | null; seconds?: number | null };
  JobStatus: "queued" | "running" | "done" | "dead";
  Job: {
    id: string;
    kind: string;
    status: S["JobStatus"];
    progress: S["Progress"] | null;
    error: string | null;
    createdAt: string;
    finishedAt: string | null;
  };
  Published: {
    date: string;
    publishedAt: string;
    routes: number;
    visits: number;
    notDispatched: { visitId: string; missing: string[] }[];
  };
  Violation: { id: string; class: "safety" | "promise" | "comfort"; visitId: string | null; text: string };
  MoveIn: {
    visitId: string;
    shiftId: string | null;
    position?: number;
    dryRun: boolean;
    acknowledge?: string[];
    reason?: string;
  };
  MoveSide: { shiftId?: string | null; plannedStart?: string | null };
  MoveAnswer: {
    changes: { visitId: string; from: S["MoveSide"] | null; to: S["MoveSide"] | null }[];
    violations: S["Violation"][];
    addedTravelS: number;
    committed: boolean;
  };
  MyStop: {
    visitId: string;
    status: string;
    service: G["Service"];
    patient: { name: string; phone: string | null; languages: string[]; age: number };
    place: G["PlaceOut"];
    window: G["WindowOut"];
    plannedArrival: string;
    plannedStart: string;
    eta: string | null;
    lateS: number | null;
    serviceMinutes: number;
    navigation: { google: string; apple: string; waze: string };
    papersNeeded: string[];
    doorQuestions: string[];
  };
  MyRoute: {
    date?: string | null;
    shiftId?: string | null;
    shift?: { startsAt: string; endsAt: string; status: string } | null;
    routeVersion: number;
    acknowledgedVersion?: number | null;
    stops: S["MyStop"][];
  };
  ShiftEventIn: { type: string; occurredAt: string; clientEventId: string };
}

export type Pending = S;
