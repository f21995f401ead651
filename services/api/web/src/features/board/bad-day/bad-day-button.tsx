import { Badge, Button, Modal, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { disruptionsQuery } from "../../../api/disruptions";
import type { DisruptionMade, Plan } from "../../../api/types";
import { Icon } from "../../../components/icon";
import { useT } from "../../../lib/i18n";
import { useClock } from "../../../lib/time";
import { AtRiskList } from "./at-risk-list";
import { active } from "./bad-day";
import { BadDayForm } from "./bad-day-form";
import { BadDayList } from "./bad-day-list";

type Props = { plan: Plan; zone: string };

/** Rain or a closed road: slows travel down, and says at once which promises that puts at risk. */
export function BadDayButton({ plan, zone }: Props) {
  const t = useT();
  const clock = useClock(zone);
  const [opened, setOpened] = useState(false);
  const content = useRef<HTMLDivElement>(null); // where the focus goes when its button is gone
  const [made, setMade] = useState<DisruptionMade | null>(null);
  const all = useQuery(disruptionsQuery).data ?? [];
  const starts = plan.routes.map((route) => Date.parse(route.startsAt));
  const ends = plan.routes.map((route) => Date.parse(route.endsAt));
  const counting = active(all, Math.min(...starts), Math.max(...ends));
  const close = () => {
    setOpened(false);
    setMade(null);
  };
  return (
    <>
      <Button
        size="xs"
        variant={counting.length > 0 ? "filled" : "default"}
        color={counting.length > 0 ? "orange.9" : undefined}
        leftSection={<Icon name="warning" size={15} />}
        rightSection={counting.length > 0 && <Badge size="sm" color="dark" className="num">{counting.length}</Badge>}
        onClick={() => setOpened(true)}
      >
        {t("badDay.button")}
      </Button>
      <Modal opened={opened} onClose={close} size="lg" title={t("badDay.title")} closeButtonProps={{ "aria-label": t("app.close") }}>
        <Stack ref={content} tabIndex={-1}>
          <BadDayList all={all} clock={clock} onEnded={() => content.current?.focus()} />
          {made === null ? (
            <BadDayForm plan={plan} zone={zone} clock={clock} onMade={setMade} />
          ) : (
            <>
              <AtRiskList atRisk={made.atRisk} plan={plan} clock={clock} isDone />
              <Button autoFocus onClick={close}>{t("app.close")}</Button>
            </>
          )}
        </Stack>
      </Modal>
    </>
  );
}
