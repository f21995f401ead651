import { Badge } from "@mantine/core";
import { Icon } from "../../components/icon";
import { useT } from "../../lib/i18n";

/** Drives come from the offline model, wholly or for what the routing engine did not answer. */
export function EstimateNote() {
  const t = useT();
  return (
    <Badge
      color="gray"
      variant="outline"
      tt="none"
      leftSection={<Icon name="route" size={12} />}
      title={t("board.estimateWhy")}
    >
      {t("board.estimate")}
    </Badge>
  );
}
