import type { BodyRegion, CareRequest, Gender, Patient, PlaceIn, RequestPatch, Service } from "../../api/types";

export type Answers = Record<string, boolean | null>;

/** What the agent has typed so far; empty strings and nulls mean "not said yet". */
export type Draft = {
  callerPhone: string;
  patientId: string | null;
  name: string;
  dateOfBirth: string;
  gender: Gender | "";
  languages: string[];
  place: PlaceIn | null;
  placeText: string;
  service: Service | "";
  complaint: string;
  diagnosis: string;
  bodyRegions: BodyRegion[];
  questionnaire: string;
  answers: Answers;
  therapistGender: Gender | "";
  therapistId: string;
};

export const emptyDraft: Draft = {
  callerPhone: "",
  patientId: null,
  name: "",
  dateOfBirth: "",
  gender: "",
  languages: ["en"],
  place: null,
  placeText: "",
  service: "",
  complaint: "",
  diagnosis: "",
  bodyRegions: [],
  questionnaire: "",
  answers: {},
  therapistGender: "",
  therapistId: "",
};

/** Digits, also Arabic ones, are enough to call back: the server judges the number itself. */
export function isCallable(phone: string): boolean {
  return phone.replace(/[^\d٠-٩]/g, "").length >= 7;
}

/** What of the draft is complete enough to be kept by the server. Nothing half typed is sent. */
export function toPatch(draft: Draft): RequestPatch {
  const { gender, service } = draft;
  const patch: RequestPatch = {};
  if (isCallable(draft.callerPhone)) patch.callerPhone = draft.callerPhone.trim();
  if (draft.patientId !== null) patch.patientId = draft.patientId;
  else {
    const { dateOfBirth, languages } = draft;
    const name = draft.name.trim();
    const known = {
      ...(name === "" ? {} : { name }),
      ...(isDate(dateOfBirth) ? { dateOfBirth } : {}),
      ...(gender === "" ? {} : { gender }),
    };
    if (Object.keys(known).length > 0) patch.patient = { ...known, languages };
  }
  if (draft.place !== null) patch.place = draft.place;
  if (service !== "") patch.service = service;
  if (draft.complaint.trim()) patch.complaint = draft.complaint.trim();
  if (draft.diagnosis.trim()) patch.diagnosis = draft.diagnosis.trim();
  if (draft.bodyRegions.length > 0) patch.bodyRegions = draft.bodyRegions;
  if (draft.therapistGender !== "" || draft.therapistId !== "") {
    patch.preferences = {
      ...(draft.therapistGender === "" ? {} : { therapistGender: draft.therapistGender }),
      ...(draft.therapistId === "" ? {} : { therapistId: draft.therapistId }),
    };
  }
  if (draft.questionnaire && Object.keys(draft.answers).length > 0) {
    patch.screening = { version: draft.questionnaire, answers: draft.answers };
  }
  return patch;
}

function isDate(value: string): boolean {
  return /^(19|20)\d{2}-\d{2}-\d{2}$/.test(value);
}

/** Only what differs from what the server has. */
export function changes(kept: RequestPatch, next: RequestPatch): RequestPatch {
  const before = new Map(Object.entries(kept).map(([key, value]) => [key, JSON.stringify(value)]));
  const changed = Object.entries(next).filter(([key, value]) => before.get(key) !== JSON.stringify(value));
  return Object.fromEntries(changed);
}

/** The patch without the parts that the server refused, so that one wrong field keeps nothing else from being saved. */
export function withoutRefused(patch: RequestPatch, fields: string[]): RequestPatch {
  const refused = new Set(fields.map((field) => field.split(".")[0]));
  return Object.fromEntries(Object.entries(patch).filter(([key]) => !refused.has(key)));
}

/** The page as it was left, from what the server kept. */
export function fromRequest(request: CareRequest): Draft {
  const { patient, place, preferences, screening } = request;
  return {
    callerPhone: request.callerPhone,
    patientId: request.patientId,
    name: patient?.name ?? "",
    dateOfBirth: patient?.dateOfBirth ?? "",
    gender: patient?.gender ?? "",
    languages: patient?.languages ?? ["en"],
    place: place && { lat: place.lat, lon: place.lon, label: place.label, precisionM: place.precisionM },
    placeText: place?.label ?? request.placeText ?? "",
    service: request.service ?? "",
    complaint: request.complaint ?? "",
    diagnosis: request.diagnosis ?? "",
    bodyRegions: request.bodyRegions,
    questionnaire: screening?.version ?? "",
    answers: screening?.answers ?? {},
    therapistGender: preferences?.therapistGender ?? "",
    therapistId: preferences?.therapistId ?? "",
  };
}

/** Fills in a person the clinic knows already. */
export function withPatient(draft: Draft, patient: Patient): Draft {
  const { id, name, dateOfBirth, gender, languages } = patient;
  return {
    ...draft,
    patientId: id,
    name: name ?? "",
    dateOfBirth: dateOfBirth ?? "",
    gender: genderOf(gender),
    languages,
  };
}

export function genderOf(value: string | null): Gender | "" {
  return value === "female" || value === "male" ? value : "";
}
