import { useT } from "../../lib/i18n";
import { percentOf, proofOf, shareOf } from "./proof";

type Props = {
  cost?: number | null;
  bound?: number | null;
  gap?: number | null;
  onTime?: number | null;
  unassigned?: number;
};

/** How good the plan is: its figures, and beside them what they mean in words. */
export function Quality({ cost, bound, gap, onTime, unassigned = 0 }: Props) {
  const t = useT();
  const proof = proofOf(gap);
  const percent = percentOf(gap);
  const share = shareOf(onTime);
  const figures = [
    typeof cost === "number" ? t("board.cost", { cost: cost.toLocaleString("en") }) : "",
    typeof bound === "number" ? t("board.bound", { bound: bound.toLocaleString("en") }) : "",
    percent === null ? "" : t("board.gap", { percent }),
    share === null ? "" : t("board.onTime", { percent: share }),
  ].filter(Boolean);
  const weak = unassigned > 0 ? t("quality.weakUnassigned", { count: unassigned }) : t("quality.weak");
  const words = [
    proof.kind === "within" ? t("quality.within", { percent: proof.percent }) : "",
    proof.kind === "optimal" ? t("quality.optimal") : "",
    proof.kind === "weak" ? weak : "",
    proof.kind !== "weak" && unassigned > 0 ? t("board.unassigned", { count: unassigned }) : "",
  ].filter(Boolean);
  return (
    <span className="num">
      <strong>{figures.join(" · ")}</strong>
      {figures.length > 0 && words.length > 0 && " · "}
      {words.join(" · ")}
    </span>
  );
}
