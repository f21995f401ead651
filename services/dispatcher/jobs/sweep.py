"""The sweep: every two seconds, look for what nobody rang for. Works without Valkey."""

from datetime import datetime, timedelta
from time import monotonic
from zoneinfo import ZoneInfo

import structlog

from services.dispatcher.jobs.refresh_etas import look_at_day
from services.dispatcher.planning import rounds
from services.dispatcher.planning.desk import Desk
from services.dispatcher.planning.forgotten import end_forgotten
from shared.db.system_session import ActiveTenant
from shared.domain.service_day import service_day

_PREDICT_EVERY_S = 60.0
_SHIFTS_EVERY_S = 3600.0
_PRUNE_EVERY_S = 3600.0
# Browsers that were away for longer load everything anew.
_MESSAGES_KEPT = timedelta(days=7)

_log = structlog.get_logger()


class Sweep:
    """Remembers when it last looked for what is not urgent."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._predicted = float("-inf")
        self._made_shifts = float("-inf")
        self._pruned = float("-inf")

    async def once(self) -> None:
        """Enqueue what is due for every tenant, and number what is waiting to be told."""
        now = monotonic()
        predict = now - self._predicted >= _PREDICT_EVERY_S
        make_shifts = now - self._made_shifts >= _SHIFTS_EVERY_S
        prune = now - self._pruned >= _PRUNE_EVERY_S
        for tenant in await self._desk.system.tenants_active():
            try:
                await self._sweep(tenant, make_shifts=make_shifts)
                if predict:
                    await self._predict(tenant)
                if prune:
                    await self._forget(tenant)
            except Exception as error:  # noqa: BLE001 - one tenant's trouble is not the others'
                _log.warning(
                    "sweep_failed", tenant=str(tenant.tenant_id), kind=type(error).__name__
                )
        self._predicted = now if predict else self._predicted
        self._made_shifts = now if make_shifts else self._made_shifts
        await self._desk.system.relay_outbox()
        if prune:
            await self._desk.system.prune_outbox(_MESSAGES_KEPT)
            self._pruned = now

    async def _forget(self, tenant: ActiveTenant) -> None:
        async with self._desk.database.tenant_session(tenant.tenant_id) as session:
            await rounds.forget_answers(session, tenant.tenant_id)
            await rounds.forget_snapshots(session, tenant.tenant_id)

    async def _predict(self, tenant: ActiveTenant) -> None:
        tenant_id = tenant.tenant_id
        async with self._desk.database.tenant_session(tenant_id) as session:
            await end_forgotten(session, tenant_id)
            days = await rounds.days_under_way(session, tenant_id)
        for day in days:
            async with self._desk.database.tenant_session(tenant_id) as session:
                await look_at_day(session, self._desk, tenant_id, day)

    async def _sweep(self, tenant: ActiveTenant, *, make_shifts: bool) -> None:
        zone = ZoneInfo(tenant.zone)
        # Which days are near is no matter of seconds, so this machine's clock will do.
        today = service_day(datetime.now(zone), zone)
        async with self._desk.database.tenant_session(tenant.tenant_id) as session:
            await rounds.ask_for_plans(session, tenant.tenant_id, today)
            await rounds.ask_for_expiry(session, tenant.tenant_id, today)
            if make_shifts:
                await rounds.ask_for_shifts(session, today)
                await rounds.ask_for_learning(session, tenant.tenant_id, today)
