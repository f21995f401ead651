import type { Building, BuildingIn, TenantPlace, TenantPlaceIn } from "../../api/types";

export type Point = { lat: number; lon: number };

export type PlaceFields = { name: string; nameAr: string; otherNames: string; note: string; point: Point | null; corrects: string | null };

export const emptyPlace: PlaceFields = { name: "", nameAr: "", otherNames: "", note: "", point: null, corrects: null };

export function fromPlace({ name, nameAr, otherNames, note, lat, lon, corrects }: TenantPlace): PlaceFields {
  return { name, nameAr: nameAr ?? "", otherNames: otherNames.join(", "), note: note ?? "", point: { lat, lon }, corrects };
}

/** What is sent for a place, or null while it has no name or no point. */
export function toPlace(fields: PlaceFields): TenantPlaceIn | null {
  const { point, corrects } = fields;
  const name = fields.name.trim();
  if (name === "" || point === null) return null;
  const names = { name, nameAr: said(fields.nameAr), otherNames: listed(fields.otherNames) };
  return { ...names, ...point, note: said(fields.note), corrects };
}

export const buildingKinds: Building["kind"][] = ["tower", "low-rise", "compound", "hotel", "office", "hospital", "other"];
export const gatePasses: Building["gatePass"][] = ["none", "id-at-gate", "call-resident", "register-before"];

export type BuildingFields = {
  name: string;
  nameAr: string;
  kind: Building["kind"];
  point: Point | null;
  entranceNote: string;
  parking: string;
  accessOpens: string;
  accessCloses: string;
  gatePass: Building["gatePass"];
  doorMinutes: string;
};

export const emptyBuilding: BuildingFields = {
  name: "",
  nameAr: "",
  kind: "tower",
  point: null,
  entranceNote: "",
  parking: "",
  accessOpens: "",
  accessCloses: "",
  gatePass: "none",
  doorMinutes: "",
};

export function fromBuilding(building: Building): BuildingFields {
  const { name, nameAr, kind, lat, lon, entranceNote, parking, accessOpens, accessCloses, gatePass, doorMinutes } = building;
  return {
    name,
    nameAr: nameAr ?? "",
    kind,
    point: { lat, lon },
    entranceNote: entranceNote ?? "",
    parking: parking ?? "",
    accessOpens: accessOpens?.slice(0, 5) ?? "",
    accessCloses: accessCloses?.slice(0, 5) ?? "",
    gatePass,
    doorMinutes: doorMinutes === null ? "" : String(doorMinutes),
  };
}

/** What is sent for a building, or null while it has no name or no point. */
export function toBuilding(fields: BuildingFields): BuildingIn | null {
  const { point, kind, gatePass } = fields;
  const name = fields.name.trim();
  if (name === "" || point === null) return null;
  return {
    name,
    nameAr: said(fields.nameAr),
    kind,
    ...point,
    entranceNote: said(fields.entranceNote),
    parking: said(fields.parking),
    accessOpens: clock(fields.accessOpens),
    accessCloses: clock(fields.accessCloses),
    gatePass,
    doorMinutes: fields.doorMinutes === "" ? null : Number(fields.doorMinutes),
  };
}

function said(words: string): string | null {
  return words.trim() === "" ? null : words.trim();
}

function clock(time: string): string | null {
  return time === "" ? null : `${time}:00`;
}

function listed(words: string): string[] {
  return words
    .split(/[,،]/)
    .map((word) => word.trim())
    .filter((word) => word !== "");
}
