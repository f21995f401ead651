import { useInfiniteQuery } from "@tanstack/react-query";
import { tenantPlacesQuery } from "../../api/own-places";
import { listed, useT } from "../../lib/i18n";
import { OwnList } from "./own-list";
import { PlaceForm } from "./place-form";

export function PlaceList({ canWrite }: { canWrite: boolean }) {
  const t = useT();
  return (
    <OwnList
      query={useInfiniteQuery(tenantPlacesQuery)}
      canWrite={canWrite}
      add={t("ownPlaces.addPlace")}
      note={(place) => (place.corrects === null ? listed(place.otherNames) : t("ownPlaces.corrects"))}
      form={(known, onDone) => <PlaceForm known={known} onDone={onDone} />}
    />
  );
}
