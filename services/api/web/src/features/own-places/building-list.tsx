import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { buildingsQuery } from "../../api/own-places";
import type { Building } from "../../api/types";
import { translateWord, useT } from "../../lib/i18n";
import { BuildingForm } from "./building-form";
import { OwnList } from "./own-list";

export function BuildingList({ canWrite }: { canWrite: boolean }) {
  const t = useT();
  const query = useInfiniteQuery(buildingsQuery);
  const [editing, setEditing] = useState<Building | "new" | null>(null);
  const done = () => setEditing(null);
  return (
    <OwnList
      query={query}
      items={query.data?.pages.flatMap((page) => page.items)}
      canWrite={canWrite}
      add={t("ownPlaces.addBuilding")}
      editing={editing}
      onEdit={setEditing}
      note={({ kind, gatePass }) => `· ${translateWord("buildingKind", kind)} · ${translateWord("gatePass", gatePass)}`}
      form={editing !== null && <BuildingForm known={editing === "new" ? null : editing} onDone={done} />}
    />
  );
}
