import { queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "./client";
import { asList, asRecord, ProblemError, text } from "./problem";
import type { AbsenceIn, Job, MoveAnswer, MoveIn, Plan, Proposal, Published, Therapist, Violation, Why } from "./types";

export const planQuery = (date: string) =>
  queryOptions({
    queryKey: ["plan", date],
    queryFn: (): Promise<Plan> =>
      unwrap(client.GET("/v1/plans/{plan_date}", { params: { path: { plan_date: date } } })),
    staleTime: 60_000,
  });

/** Why a visit of the day has a stop or none: as old as the day's plan, and asked for again with it. */
export const whyQuery = (date: string, visitId: string) =>
  queryOptions({
    queryKey: ["plan", date, "why", visitId],
    queryFn: (): Promise<Why> =>
      unwrap(client.GET("/v1/visits/{visit_id}/why", { params: { path: { visit_id: visitId } } })),
    staleTime: 60_000,
  });

/** The open proposals of a day, newest first. */
export const proposalsQuery = (date: string) =>
  queryOptions({
    queryKey: ["proposals", date],
    queryFn: async (): Promise<Proposal[]> => {
      const { items } = await unwrap(client.GET("/v1/proposals"));
      return items.filter((entry) => entry.date === date && entry.status === "open");
    },
  });

/** Takes over the proposal's routes of these shifts. */
export function applyProposal(proposalId: string, shiftIds: string[], passed: Acknowledgement) {
  return unwrap(
    client.POST("/v1/proposals/{proposal_id}/apply", {
      params: { path: { proposal_id: proposalId } },
      body: { changes: shiftIds, ...passed },
    }),
  );
}

/** Puts it away for all boards. */
export function discardProposal(proposalId: string, reason: string) {
  return unwrap(
    client.POST("/v1/proposals/{proposal_id}/discard", {
      params: { path: { proposal_id: proposalId } },
      body: reason === "" ? {} : { reason },
    }),
  );
}

export const jobQuery = (jobId: string | null) =>
  queryOptions({
    queryKey: ["job", jobId],
    enabled: jobId !== null,
    queryFn: (): Promise<Job> =>
      unwrap(client.GET("/v1/jobs/{job_id}", { params: { path: { job_id: jobId ?? "" } } })),
    refetchInterval: (query) => (isOver(query.state.data) ? false : 1_000),
  });

export function isOver(job: Job | undefined): boolean {
  return job?.status === "done" || job?.status === "dead";
}

export const deadJobsQuery = queryOptions({
  queryKey: ["jobs", "dead"],
  queryFn: async (): Promise<Job[]> =>
    (await unwrap(client.GET("/v1/jobs", { params: { query: { status: "dead" } } }))).items,
});

export const therapistsQuery = queryOptions({
  queryKey: ["therapists"],
  queryFn: async (): Promise<Therapist[]> => (await unwrap(client.GET("/v1/therapists"))).items,
  staleTime: 300_000,
});

export function solve(date: string): Promise<{ jobId: string }> {
  return unwrap(client.POST("/v1/plans/{plan_date}/solve", { params: { path: { plan_date: date } } }));
}

export type Acknowledgement = { acknowledge?: string[]; reason?: string };

export function publish(date: string, body: Acknowledgement): Promise<Published> {
  return unwrap(client.POST("/v1/plans/{plan_date}/publish", { params: { path: { plan_date: date } }, body }));
}

export function move(date: string, body: MoveIn): Promise<MoveAnswer> {
  return unwrap(client.POST("/v1/plans/{plan_date}/moves", { params: { path: { plan_date: date } }, body }));
}

export function reportAbsence(therapistId: string, body: AbsenceIn) {
  return unwrap(
    client.POST("/v1/therapists/{therapist_id}/absences", {
      params: { path: { therapist_id: therapistId } },
      body,
    }),
  );
}

/** The broken rules that a refused publish or move names. */
export function violationsOf(error: unknown): Violation[] {
  if (!(error instanceof ProblemError) || error.status !== 409) return [];
  return asList(error.body.violations)
    .map(asRecord)
    .map((entry) => ({
      id: text(entry.id),
      class: entry.class === "promise" || entry.class === "comfort" ? entry.class : "safety",
      visitId: text(entry.visitId) || null,
      text: text(entry.text),
    }));
}
