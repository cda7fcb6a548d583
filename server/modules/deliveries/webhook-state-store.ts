import type { EndpointHealth } from '../../core/webhooks/endpoint-health.ts'
import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

export interface EndpointState extends EndpointHealth {
  readonly webhookId: string
  readonly isActive: boolean
}

/** How these endpoints do, kept by this transaction: always the first of its locks, before endpoint and deliveries. */
export function lockStates(tx: Tx, workspaceId: string, webhookIds: readonly string[]): Promise<EndpointState[]> {
  return tx.rows(sql<EndpointState>`
    select state.endpoint_id as "webhookId", state.failures, state.pauses, state.probe_at as "probeAt",
      state.first_failed_at as "firstFailedAt", state.failed_attempts as "failedAttempts",
      state.succeeded_at as "succeededAt", state.recent,
      endpoint.status = 'active' and endpoint.deleted_at is null as "isActive"
    from webhook_states as state
    join webhook_endpoints as endpoint on endpoint.workspace_id = state.workspace_id and endpoint.id = state.endpoint_id
    where state.workspace_id = ${workspaceId} and state.endpoint_id = any(${webhookIds}::uuid[])
    order by state.endpoint_id
    for update of state`)
}

export async function saveState(tx: Tx, workspaceId: string, state: EndpointHealth & { webhookId: string }) {
  const instantOf = (at: number | null) => (at === null ? null : new Date(at))
  await tx.count(sql`
    update webhook_states as state
    set failures = ${state.failures}, pauses = ${state.pauses}, probe_at = ${instantOf(state.probeAt)},
      first_failed_at = ${instantOf(state.firstFailedAt)}, failed_attempts = ${state.failedAttempts},
      succeeded_at = ${instantOf(state.succeededAt)}, recent = ${JSON.stringify(state.recent)}::jsonb
    where state.workspace_id = ${workspaceId} and state.endpoint_id = ${state.webhookId}`)
}

/** Lets what waited for an endpoint that failed be due now. */
export async function releaseParked(tx: Tx, workspaceId: string, webhookId: string): Promise<void> {
  await tx.count(sql`
    update deliveries as parked
    set next_attempt_at = now()
    where parked.workspace_id = ${workspaceId}
      and parked.endpoint_id = ${webhookId}
      and parked.state = 'pending'
      and parked.next_attempt_at = 'infinity'`)
}

/** Brings the probe of a failing endpoint forward to now: somebody asks for it. */
export async function hastenProbe(tx: Tx, workspaceId: string, webhookId: string): Promise<void> {
  await tx.count(sql`
    update webhook_states as state
    set probe_at = least(state.probe_at, date_trunc('milliseconds', now()))
    where state.workspace_id = ${workspaceId} and state.endpoint_id = ${webhookId} and state.probe_at is not null`)
}

export interface OpenEndpoint {
  readonly webhookId: string
  readonly isProbeDue: boolean
}

/** The endpoints of a workspace whose breaker is open, kept by this transaction. */
export function lockOpenEndpoints(tx: Tx, workspaceId: string): Promise<OpenEndpoint[]> {
  return tx.rows(sql<OpenEndpoint>`
    select state.endpoint_id as "webhookId", state.probe_at <= now() as "isProbeDue"
    from webhook_states as state
    where state.workspace_id = ${workspaceId} and state.probe_at is not null
    order by state.endpoint_id
    for update of state`)
}

/**
 * Takes what is due at endpoints with an open breaker out of sight until that closes; gives how many. The states must be
 * locked: else one that closes now would leave these behind for ever.
 */
export function parkDue(tx: Tx, workspaceId: string, webhookIds: readonly string[]): Promise<number> {
  return tx.count(sql`
    update deliveries as due
    set next_attempt_at = 'infinity', lease_until = null
    where due.workspace_id = ${workspaceId}
      and due.endpoint_id = any(${webhookIds}::uuid[])
      and due.state = 'pending'
      and due.next_attempt_at <= now()
      and (due.lease_until is null or due.lease_until <= now())`)
}

/** The first of the lane of the oldest delivery that waits for each of these endpoints, none of which is being sent. */
export function findProbes(
  tx: Tx,
  workspaceId: string,
  webhookIds: readonly string[],
): Promise<{ webhookId: string; id: string; epoch: number }[]> {
  return tx.rows(sql<{ webhookId: string; id: string; epoch: number }>`
    select asked.id as "webhookId", first.id, first.epoch
    from unnest(${webhookIds}::uuid[]) as asked (id)
    cross join lateral (
      select pending.lane_id
      from deliveries as pending
      where pending.workspace_id = ${workspaceId}
        and pending.endpoint_id = asked.id
        and pending.state = 'pending'
        and (pending.lease_until is null or pending.lease_until <= now())
      order by pending.id
      limit 1) as oldest
    cross join lateral (
      select pending.id, pending.epoch
      from deliveries as pending
      where pending.workspace_id = ${workspaceId}
        and pending.lane_id = oldest.lane_id
        and pending.target = asked.id::text
        and (pending.state = 'pending') is not false
        and (pending.lease_until is null or pending.lease_until <= now())
      order by pending.sequence
      limit 1) as first`)
}

/** Sends no second probe to these endpoints before `afterMs`, unless the first comes back. */
export async function putOffProbes(tx: Tx, workspaceId: string, webhookIds: readonly string[], afterMs: number) {
  await tx.count(sql`
    update webhook_states as state
    set probe_at = now() + make_interval(secs => ${afterMs / 1000})
    where state.workspace_id = ${workspaceId} and state.endpoint_id = any(${webhookIds}::uuid[])`)
}
