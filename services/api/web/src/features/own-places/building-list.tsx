import { useInfiniteQuery } from "@tanstack/react-query";
import { buildingsQuery } from "../../api/own-places";
import { translateWord, useT } from "../../lib/i18n";
import { BuildingForm } from "./building-form";
import { OwnList } from "./own-list";

export function BuildingList({ canWrite }: { canWrite: boolean }) {
  const t = useT();
  return (
    <OwnList
      query={useInfiniteQuery(buildingsQuery)}
      canWrite={canWrite}
      add={t("ownPlaces.addBuilding")}
      note={({ kind, gatePass }) => `· ${translateWord("buildingKind", kind)} · ${translateWord("gatePass", gatePass)}`}
      form={(known, onDone) => <BuildingForm known={known} onDone={onDone} />}
    />
  );
}
