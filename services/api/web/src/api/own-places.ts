import { infiniteQueryOptions } from "@tanstack/react-query";
import { client, ifMatch, unwrap } from "./client";
import type { Building, BuildingIn, BuildingPatch, TenantPlace, TenantPlaceIn, TenantPlacePatch } from "./types";

const first = "";
const asked = (cursor: string) => ({ params: { query: cursor === first ? {} : { cursor } } });

export const tenantPlacesQuery = infiniteQueryOptions({
  queryKey: ["tenant-places"],
  initialPageParam: first,
  queryFn: ({ pageParam }) => unwrap(client.GET("/v1/tenant-places", asked(pageParam))),
  getNextPageParam: (page) => page.next ?? undefined,
});

export const buildingsQuery = infiniteQueryOptions({
  queryKey: ["buildings"],
  initialPageParam: first,
  queryFn: ({ pageParam }) => unwrap(client.GET("/v1/buildings", asked(pageParam))),
  getNextPageParam: (page) => page.next ?? undefined,
});

export function addTenantPlace(body: TenantPlaceIn): Promise<TenantPlace> {
  return unwrap(client.POST("/v1/tenant-places", { body }));
}

export function changeTenantPlace({ id, version }: TenantPlace, body: TenantPlacePatch): Promise<TenantPlace> {
  const params = { path: { tenant_place_id: id }, header: ifMatch(version) };
  return unwrap(client.PATCH("/v1/tenant-places/{tenant_place_id}", { params, body }));
}

export function addBuilding(body: BuildingIn): Promise<Building> {
  return unwrap(client.POST("/v1/buildings", { body }));
}

export function changeBuilding({ id, version }: Building, body: BuildingPatch): Promise<Building> {
  const params = { path: { building_id: id }, header: ifMatch(version) };
  return unwrap(client.PATCH("/v1/buildings/{building_id}", { params, body }));
}
