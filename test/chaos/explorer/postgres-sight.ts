import type { Sight } from './ground.ts'
import type { RowOf } from './rows/row-types.ts'

/** Everything committed in the workspace that schedules are about. */
export async function lookAt(rows: <Row>(text: string, ...values: unknown[]) => Promise<Row[]>): Promise<Sight> {
  const [shards, loads, tasks, offers, tickets, consults, timers, calls, deliveries] = await Promise.all([
    rows<{ epoch: number }>('select epoch from router_shards where workspace_id = $1'),
    rows<RowOf['load']>(
      `select agent_id as id, capacity_units as "capacityUnits", used_units as "usedUnits",
         reserved_units as "reservedUnits", forced_units as "forcedUnits", presence,
         presence_reason as "presenceReason", keeps_offers as "keepsOffers", idle_since as "idleSince",
         missed_offers as "missedOffers", presence_since as "presenceSince", presence_until as "presenceUntil",
         endpoint_failures as "endpointFailures", endpoint_pauses as "endpointPauses", version,
         event_seq as "eventSeq"
       from agent_loads where workspace_id = $1 order by agent_id`,
    ),
    rows<RowOf['task']>(
      `select id, ticket_id as "ticketId", case_id as "caseId", kind, queue, channel, priority, requirements, state, agent_id as "agentId",
         entered_at as "enteredAt", waits_from as "waitsFrom", exclusions, parked_at as "parkedAt", wrapup_until as "wrapupUntil", disposition,
         preferred_agent_id as "preferredAgentId", preferred_until as "preferredUntil",
         preferred_as as "preferredAs", overflowed, partner, version, created_at as "createdAt", ended_at as "endedAt"
       from tasks where workspace_id = $1 order by id`,
    ),
    rows<RowOf['offer']>(
      `select id, task_id as "taskId", ticket_id as "ticketId", agent_id as "agentId", decision_id as "decisionId",
         queue, channel, state, units, forced, reasons, end_code as "endCode", end_note as "endNote", version,
         created_at as "createdAt", expires_at as "expiresAt", ended_at as "endedAt", released_at as "releasedAt",
         one_at_a_time as "isOneAtATime"
       from offers where workspace_id = $1 order by id`,
    ),
    rows<Sight['tickets'][number]>(
      `select id, event_seq as "eventSeq", assignee_id as "assigneeId" from tickets where workspace_id = $1 order by id`,
    ),
    rows<Sight['consults'][number]>(
      `select id, task_id as "taskId", from_agent_id as "fromAgentId", agent_id as "agentId", ended_at as "endedAt",
         end_reason as "endReason"
       from consults where workspace_id = $1 order by id`,
    ),
    rows<Sight['timers'][number]>(
      `select kind || ' ' || subject_id as id, kind, subject_id as "subjectId", due_at as "dueAt", version, epoch
       from timers where workspace_id = $1 order by 1`,
    ),
    rows<Sight['calls'][number]>(
      `select id, ticket_id as "ticketId", task_id as "taskId", call_ref as "callRef", from_address as "from",
         to_address as "to", started_at as "startedAt", answered_at as "answeredAt", ended_at as "endedAt",
         ended_by as "endedBy", end_reason as "endReason", callback_at as "callbackAt"
       from calls where workspace_id = $1 order by id`,
    ),
    rows<Sight['deliveries'][number]>(
      `select id, offer_id as "offerId", type, state from deliveries where workspace_id = $1 order by id`,
    ),
  ])
  return { epoch: shards[0]?.epoch ?? 0, loads, tasks, offers, tickets, consults, timers, calls, deliveries }
}
