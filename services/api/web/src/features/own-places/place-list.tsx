import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { tenantPlacesQuery } from "../../api/own-places";
import type { TenantPlace } from "../../api/types";
import { useT } from "../../lib/i18n";
import { OwnList } from "./own-list";
import { PlaceForm } from "./place-form";

export function PlaceList({ canWrite }: { canWrite: boolean }) {
  const t = useT();
  const query = useInfiniteQuery(tenantPlacesQuery);
  const [editing, setEditing] = useState<TenantPlace | "new" | null>(null);
  const done = () => setEditing(null);
  return (
    <OwnList
      query={query}
      items={query.data?.pages.flatMap((page) => page.items)}
      canWrite={canWrite}
      add={t("ownPlaces.addPlace")}
      editing={editing}
      onEdit={setEditing}
      note={(place) => (place.corrects === null ? place.otherNames.join(", ") : t("ownPlaces.corrects"))}
      form={editing !== null && <PlaceForm known={editing === "new" ? null : editing} onDone={done} />}
    />
  );
}
