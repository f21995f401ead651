type Json<T> = { content: { "application/json": T } };
type Problem = { content: { "application/problem+json": components["schemas"]["Problem"] } };
type Page<T> = { items: T[]; next: string | null };
type Match = { "If-Match": string };
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
    header?: { "Idempotency-Key"?: string; "If-Match"?: string };
    cookie?: never;
  };
  requestBody: { content: { "application/json": Body } };
  responses: { [S in Status]: Json<Ok> } & { 401: Problem; 403: Problem; 404: Problem; 409: Problem; 422: Problem };
};
type S = components["schemas"];

export interface paths {
  "/v1/auth/login": { post: Post<S["Session"], S["Login"]> };
  "/v1/auth/me": { get: Get<S["Session"]> };
  "/v1/auth/logout": { post: Post<Record<string, never>, Record<string, never>, never, 200 | 204> };
  "/v1/patients": { get: Get<Page<S["Patient"]>, never, { phone?: string; name?: string }> };
  "/v1/patients/{patient_id}": { get: Get<S["Patient"], { patient_id: string }> };
  "/v1/places": { get: Get<{ items: S["PlaceCandidate"][] }, never, { q: string }> };
  "/v1/therapists": { get: Get<Page<S["Therapist"]>> };
  "/v1/therapists/{therapist_id}/absences": {
    post: Post<S["AbsenceAnswer"], S["AbsenceIn"], { therapist_id: string }, 201>;
  };
  "/v1/absences/{absence_id}": {
    delete: {
      parameters: { path: { absence_id: string }; query?: never; header?: Match; cookie?: never };
      requestBody?: never;
      responses: { 204: { content?: never }; 404: Problem; 412: Problem };
    };
  };
  "/v1/screening/questionnaire": {
    get: Get<
      S["Questionnaire"],
      never,
      { service?: S["Service"]; dateOfBirth?: string; gender?: S["Gender"]; bodyRegions?: string }
    >;
  };
  "/v1/requests": {
    get: Get<Page<S["Request"]>, never, { status?: S["RequestStatus"]; phone?: string; cursor?: string }>;
    post: Post<S["Request"], S["RequestIn"], never, 201>;
  };
  "/v1/requests/{request_id}": {
    get: Get<S["Request"], { request_id: string }>;
    patch: {
      parameters: { path: { request_id: string }; query?: never; header: Match; cookie?: never };
      requestBody: { content: { "application/json": S["RequestPatch"] } };
      responses: { 200: Json<S["Request"]>; 404: Problem; 412: Problem; 422: Problem };
    };
  };
  "/v1/requests/{request_id}/cancel": { post: Post<S["Request"], { reason: string }, { request_id: string }> };
  "/v1/requests/{request_id}/offers": {
    get: Get<S["Offers"], { request_id: string }, { from?: string; to?: string }>;
  };
  "/v1/requests/{request_id}/holds": { post: Post<S["Hold"], { offerId: string }, { request_id: string }, 201> };
  "/v1/requests/{request_id}/visits": { post: Post<S["Visit"], S["BookIn"], { request_id: string }, 201> };
  "/v1/visits": {
    get: Get<Page<S["Visit"]>, never, { date?: string; status?: S["VisitStatus"]; patientId?: string; cursor?: string }>;
  };
  "/v1/visits/{visit_id}": { get: Get<S["Visit"], { visit_id: string }> };
  "/v1/visits/{visit_id}/events": { post: Post<S["EventAnswer"], S["EventIn"], { visit_id: string }> };
  "/v1/visits/{visit_id}/consents": {
    post: Post<Record<string, unknown>, S["ConsentIn"], { visit_id: string }, 200 | 201>;
  };
  "/v1/visits/{visit_id}/pin": { post: Post<S["Visit"], { pinned: boolean; start?: boolean }, { visit_id: string }> };
  "/v1/visits/{visit_id}/unassign": { post: Post<S["Visit"], { reason: string }, { visit_id: string }> };
  "/v1/visits/{visit_id}/cancel": {
    post: Post<S["Visit"], { reason: string; askedBy: string }, { visit_id: string }>;
  };
  "/v1/clearances": { get: Get<Page<S["Clearance"]>> };
  "/v1/clearances/{clearance_id}/decision": {
    post: Post<S["DecisionAnswer"], S["DecisionIn"], { clearance_id: string }>;
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

export interface components {
  schemas: {
    Problem: { type: string; title: string; status: number; detail?: string; errors?: { field: string; message: string }[] };
    Role: "agent" | "dispatcher" | "clinician" | "therapist" | "supervisor" | "admin" | "operator";
    Gender: "female" | "male";
    Service: "assessment" | "dry-needling" | "physiotherapy" | "chiropractic";
    Login: { email: string; password: string; tenant?: string; client?: "web" };
    Session: {
      expiresAt: string;
      role: S["Role"];
      roles: S["Role"][];
      tenant: { id: string; slug: string; name: string; zone: string };
      user: { id: string; name: string; language: string };
      csrfToken?: string;
    };
    Community: { number: number; name: string };
    Place: {
      id?: string;
      lat: number;
      lon: number;
      precisionM: number;
      label: string;
      kind?: string | null;
      building?: string | null;
      unit?: string | null;
      entryNotes?: string | null;
      community: S["Community"] | null;
      confirmed?: boolean;
    };
    PlaceCandidate: {
      label: string;
      lat: number;
      lon: number;
      precisionM: number;
      source: string;
      community: S["Community"] | null;
    };
    PlaceIn: {
      lat?: number;
      lon?: number;
      text?: string;
      label?: string;
      precisionM?: number;
      kind?: string;
      building?: string;
      unit?: string;
      entryNotes?: string;
      confirmed?: boolean;
    };
    PatientIn: { name: string; dateOfBirth: string; gender: S["Gender"]; languages: string[] };
    Patient: S["PatientIn"] & {
      id: string;
      phone: string | null;
      notes?: string | null;
      contacts: { id: string; name: string; relation: string; phone: string; languages: string[] }[];
      places: S["Place"][];
      version: number;
    };
    Therapist: { id: string; name: string; gender: S["Gender"]; languages: string[]; active: boolean; version: number };
    AbsenceIn: { from: string; to: string; reason: string };
    AbsenceAnswer: { id: string; jobId: string | null; freed: string[]; inProgress: string[] };
    Text: { en: string; ar: string };
    Question: {
      id: string;
      text: { [language: string]: string };
      concernIf: boolean;
      askWhen: "phone" | "door";
      phase?: string;
      class?: string;
    };
    Questionnaire: { version: string; approved: boolean; questions: S["Question"][] };
    Outcome: "cleared" | "needs-clinician" | "not-suitable" | "emergency";
    Reason: { code: string; text: string };
    Screening: {
      id?: string;
      version: string;
      outcome: S["Outcome"];
      reasons: S["Reason"][];
      unanswered: string[];
      answers?: { [question: string]: boolean | null };
      services: { service: S["Service"]; outcome: S["Outcome"]; reasons: S["Reason"][] }[];
      emergency?: { number: string; say: { [language: string]: string } } | null;
    };
    ScreeningIn: { version: string; answers: { [question: string]: boolean | null } };
    RequestStatus:
      | "incomplete"
      | "needs-clinician"
      | "ready"
      | "held"
      | "booked"
      | "not-suitable"
      | "emergency"
      | "cancelled";
    Preferences: {
      therapistGender?: S["Gender"] | null;
      therapistId?: string | null;
      refusedTherapistIds?: string[];
      language?: string | null;
      notBefore?: string | null;
      notAfter?: string | null;
    };
    RequestPatch: {
      channel?: string;
      callerPhone?: string;
      patientId?: string;
      patient?: S["PatientIn"];
      place?: S["PlaceIn"];
      service?: S["Service"];
      complaint?: string;
      diagnosis?: string;
      bodyRegions?: string[];
      preferences?: S["Preferences"];
      screening?: S["ScreeningIn"];
    };
    RequestIn: S["RequestPatch"] & { channel: string; callerPhone: string };
    Request: {
      id: string;
      status: S["RequestStatus"];
      channel: string;
      callerPhone: string;
      patientId: string | null;
      patient: (S["PatientIn"] & { id: string }) | null;
      place: S["Place"] | null;
      placeText: string | null;
      service: S["Service"] | null;
      complaint: string | null;
      diagnosis: string | null;
      bodyRegions: string[];
      preferences: S["Preferences"] | null;
      screening: S["Screening"] | null;
      missing: string[];
      hold: { id: string; expiresAt: string; opensAt: string; closesAt: string; therapist: S["Person"] | null } | null;
      visitId: string | null;
      createdAt: string;
      version: number;
    };
    Person: { id: string; name: string; gender?: S["Gender"] };
    Offer: { id: string; startsAt: string; endsAt: string; addedTravelS: number; therapist: S["Person"] };
    Offers: { items: S["Offer"][]; reason?: string | null; nextPossible?: string | null };
    Hold: { id: string; expiresAt: string; startsAt: string; endsAt: string; therapist: S["Person"] | null; kind: string };
    ConsentGiven: { givenBy: string; relation: string; language: string };
    ConsentIn: S["ConsentGiven"] & { kind: string };
    BookIn: { holdId: string; consent?: S["ConsentGiven"] };
    VisitStatus: string;
    Window: { opensAt: string; closesAt: string };
    Visit: {
      id: string;
      requestId: string | null;
      status: S["VisitStatus"];
      service: S["Service"];
      window: S["Window"];
      therapist: S["Person"] | null;
      plannedStart: string | null;
      planDate: string | null;
      shiftId: string | null;
      patient: { id: string; name: string; phone: string | null };
      place: S["Place"];
      serviceMinutes: number;
      dispatchable: boolean;
      missingForDispatch: string[];
      pinned: boolean;
      eta: string | null;
      lateS: number | null;
      unassignedReason: S["Reason"] | null;
      events: { id: string; type: string; occurredAt: string; recordedAt: string; by: string | null; applied: boolean }[];
      version: number;
    };
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
    Papers: { doorAnswers?: S["ScreeningIn"]; consents: S["ConsentIn"][] };
    EventAnswer: { id: string; status: string; visit: { id: string; status: string; version: number }; applied: boolean };
    Clearance: {
      id: string;
      requestId: string;
      patient: { id: string; name: string; age: number; gender: S["Gender"] };
      service: S["Service"];
      reasons: S["Reason"][];
      ageS: number;
      answers: { [question: string]: boolean | null };
      complaint: string | null;
      status: string;
    };
    DecisionIn: {
      decision: "clear" | "clear-with-conditions" | "convert" | "refuse";
      reason: string;
      conditions?: string[];
      scope?: S["Service"][];
      convertTo?: S["Service"];
      expiresAt?: string;
    };
    DecisionAnswer: { id: string; status: string; decision: string; request: { id: string; status: S["RequestStatus"] } };
    Told: { window: S["Window"]; therapist: S["Person"] | null };
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
      service: S["Service"] | null;
      patientName: string | null;
      place: { lat: number; lon: number; label: string; community: S["Community"] | null };
      window: S["Window"];
      leaveAt: string | null;
      plannedArrival: string;
      plannedStart: string;
      plannedDeparture: string;
      predictedArrival: string | null;
      predictedStart: string | null;
      lateS: number | null;
      status: S["VisitStatus"];
      pinned: boolean;
      frozen: boolean;
      published: boolean;
    };
    PlanRoute: {
      shiftId: string;
      therapist: { id: string; name: string; gender: S["Gender"]; languages: string[] };
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
      service: S["Service"];
      patientName: string;
      place: { lat: number; lon: number; label: string; community: S["Community"] | null };
      window: S["Window"];
      priority: string | number | null;
      reason: S["Reason"] | null;
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
      status: S["VisitStatus"];
      service: S["Service"];
      patient: { name: string; phone: string | null; languages: string[]; age: number };
      place: S["Place"];
      window: S["Window"];
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
  };
}
