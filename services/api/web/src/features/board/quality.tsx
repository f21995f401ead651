import { useT } from "../../lib/i18n";
import { proofOf } from "./proof";

type Props = { cost?: number | null; bound?: number | null; gap?: number | null; unassigned?: number };

/** How good the plan is, in words; the figures behind them appear on pointing. */
export function Quality({ cost, bound, gap, unassigned = 0 }: Props) {
  const t = useT();
  const proof = proofOf(gap);
  const words = [
    unassigned > 0 ? t("board.unassigned", { count: unassigned }) : "",
    proof.kind === "within" ? t("quality.within", { percent: proof.percent }) : "",
    proof.kind === "optimal" ? t("quality.optimal") : "",
    proof.kind === "weak" ? t("quality.weak") : "",
  ].filter(Boolean);
  const figures = [
    typeof cost === "number" ? t("board.cost", { cost: cost.toLocaleString("en") }) : "",
    typeof bound === "number" ? t("board.bound", { bound: bound.toLocaleString("en") }) : "",
  ].filter(Boolean);
  return (
    <span className="num" title={figures.join(" · ")}>
      {words.join("; ")}
    </span>
  );
}
