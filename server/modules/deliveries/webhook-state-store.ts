import type { EndpointHealth } from '../../core/webhooks/endpoint-health.ts'
import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** How what is told fares at one target: a subscription's endpoint, or the origin that callbacks go to. */
export interface EndpointState extends EndpointHealth {
  /** As deliveries have it: the id of the subscription, else `https://crm.example.com/*`. */
  readonly target: string
  /** Null for an origin of callbacks. */
  readonly webhookId: string | null
  /** False for a subscription that was disabled or deleted. */
  readonly isActive: boolean
}

/** How these targets do, kept by this transaction: always the first of its locks, before endpoint and deliveries. */
export function lockStates(tx: Tx, workspaceId: string, targets: readonly string[]): Promise<EndpointState[]> {
  return tx.rows(sql<EndpointState>`
    select state.target, state.endpoint_id as "webhookId", state.failures, state.pauses, state.probe_at as "probeAt",
      state.first_failed_at as "firstFailedAt", state.failed_attempts as "failedAttempts",
      state.failed_at as "failedAt", state.succeeded_at as "succeededAt", state.recent,
      endpoint.id is null or (endpoint.status = 'active' and endpoint.deleted_at is null) as "isActive"
    from webhook_states as state
    left join webhook_endpoints as endpoint
      on endpoint.workspace_id = state.workspace_id and endpoint.id = state.endpoint_id
    where state.workspace_id = ${workspaceId} and state.target = any(${targets}::text[])
    order by state.target
    for update of state`)
}

/** Writes how targets do. */
export async function saveStates(
  tx: Tx,
  workspaceId: string,
  states: readonly (EndpointHealth & { target: string })[],
): Promise<void> {
  if (states.length === 0) return
  const column = <K extends keyof EndpointHealth>(name: K) => states.map((state) => state[name])
  const instants = (name: 'probeAt' | 'firstFailedAt' | 'failedAt' | 'succeededAt') =>
    states.map(({ [name]: at }) => (at === null ? null : new Date(at)))
  await tx.count(sql`
    update webhook_states as state
    set failures = health.failures, pauses = health.pauses, probe_at = health.probe_at,
      first_failed_at = health.first_failed_at, failed_attempts = health.failed_attempts, failed_at = health.failed_at,
      succeeded_at = health.succeeded_at, recent = health.recent
    from unnest(${states.map(({ target }) => target)}::text[], ${column('failures')}::integer[],
      ${column('pauses')}::integer[], ${instants('probeAt')}::timestamptz[], ${instants('firstFailedAt')}::timestamptz[],
      ${column('failedAttempts')}::integer[], ${instants('failedAt')}::timestamptz[],
      ${instants('succeededAt')}::timestamptz[], ${states.map(({ recent }) => JSON.stringify(recent))}::jsonb[])
      as health (target, failures, pauses, probe_at, first_failed_at, failed_attempts, failed_at, succeeded_at, recent)
    where state.workspace_id = ${workspaceId} and state.target = health.target`)
}

/** Begins to keep how these origins of callbacks do, where that is not kept yet. */
export async function beginCallbackStates(tx: Tx, workspaceId: string, targets: readonly string[]): Promise<void> {
  await tx.count(sql`
    insert into webhook_states (workspace_id, target)
    select ${workspaceId}::uuid, failing.target
    from unnest(${targets}::text[]) as failing (target)
    order by failing.target
    on conflict (workspace_id, target) do nothing`)
}

/** Forgets an origin of callbacks of which there is nothing bad to remember. */
export async function endCallbackState(tx: Tx, workspaceId: string, target: string): Promise<void> {
  await tx.count(sql`
    delete from webhook_states as state
    where state.workspace_id = ${workspaceId} and state.target = ${target} and state.endpoint_id is null`)
}

/** Gives up all that waits for a target and is not being sent; gives how many were. */
export function giveUpWaiting(tx: Tx, workspaceId: string, target: string): Promise<number> {
  return tx.count(sql`
    update deliveries as waiting
    set state = 'dead', ended_at = now(), lease_until = null, epoch = waiting.epoch + 1
    where waiting.workspace_id = ${workspaceId}
      and waiting.target = ${target}
      and waiting.state = 'pending'
      and (waiting.lease_until is null or waiting.lease_until <= now())`)
}

/** Lets what waited for a target that failed be due now. */
export async function releaseParked(tx: Tx, workspaceId: string, target: string): Promise<void> {
  await tx.count(sql`
    update deliveries as parked
    set next_attempt_at = now()
    where parked.workspace_id = ${workspaceId}
      and parked.target = ${target}
      and parked.state = 'pending'
      and parked.next_attempt_at = 'infinity'`)
}

/** Brings the probe of a failing target forward to now: somebody asks for it. */
export async function hastenProbe(tx: Tx, workspaceId: string, target: string): Promise<void> {
  await tx.count(sql`
    update webhook_states as state
    set probe_at = least(state.probe_at, date_trunc('milliseconds', now()))
    where state.workspace_id = ${workspaceId} and state.target = ${target} and state.probe_at is not null`)
}

/** A target that not everything due may go to. */
export interface WatchedTarget {
  readonly target: string
  /** Its breaker is open. */
  readonly isOpen: boolean
  readonly isProbeDue: boolean
  /** Null = as fast as it answers. */
  readonly ratePerSecond: number | null
  readonly nextSlotAt: number | null
}

/** The targets of a workspace whose breaker is open or whose rate is limited, kept by this transaction. */
export function lockWatchedTargets(tx: Tx, workspaceId: string): Promise<WatchedTarget[]> {
  return tx.rows(sql<WatchedTarget>`
    select state.target, state.probe_at is not null as "isOpen", coalesce(state.probe_at <= now(), false) as "isProbeDue",
      endpoint.rate_per_second as "ratePerSecond", state.next_slot_at as "nextSlotAt"
    from webhook_states as state
    left join webhook_endpoints as endpoint
      on endpoint.workspace_id = state.workspace_id and endpoint.id = state.endpoint_id
    where state.workspace_id = ${workspaceId}
      and (state.probe_at is not null or (endpoint.rate_per_second is not null and endpoint.status = 'active'))
    order by state.target
    for update of state`)
}

/** Writes from when on the next delivery may be sent to a target whose rate is limited; null = from now. */
export async function saveNextSlot(
  tx: Tx,
  workspaceId: string,
  { target, at }: { target: string; at: number | null },
): Promise<void> {
  await tx.count(sql`
    update webhook_states as state
    set next_slot_at = ${at === null ? null : new Date(at)}
    where state.workspace_id = ${workspaceId} and state.target = ${target}`)
}

/**
 * Takes what is due at endpoints with an open breaker out of sight until that closes; gives how many. The states must be
 * locked: else one that closes now would leave these behind for ever.
 */
export function parkDue(tx: Tx, workspaceId: string, targets: readonly string[]): Promise<number> {
  return tx.count(sql`
    update deliveries as due
    set next_attempt_at = 'infinity', lease_until = null
    where due.workspace_id = ${workspaceId}
      and due.target = any(${targets}::text[])
      and due.state = 'pending'
      and due.next_attempt_at <= now()
      and (due.lease_until is null or due.lease_until <= now())`)
}

/** The first of the lane of one delivery that waits for each of these targets, none of which is being sent. */
export function findProbes(
  tx: Tx,
  workspaceId: string,
  targets: readonly string[],
): Promise<{ target: string; id: string; epoch: number }[]> {
  return tx.rows(sql<{ target: string; id: string; epoch: number }>`
    select asked.target, first.id, first.epoch
    from unnest(${targets}::text[]) as asked (target)
    cross join lateral (
      select pending.lane_id
      from deliveries as pending
      where pending.workspace_id = ${workspaceId}
        and pending.target = asked.target
        and pending.state = 'pending'
        and (pending.lease_until is null or pending.lease_until <= now())
      order by pending.next_attempt_at, pending.id
      limit 1) as oldest
    cross join lateral (
      select pending.id, pending.epoch
      from deliveries as pending
      where pending.workspace_id = ${workspaceId}
        and pending.lane_id = oldest.lane_id
        and pending.target = asked.target
        and (pending.state = 'pending') is not false
        and (pending.lease_until is null or pending.lease_until <= now())
      order by pending.sequence
      limit 1) as first`)
}

/** Sends no second probe to these targets before `afterMs`, unless the first comes back. */
export async function putOffProbes(tx: Tx, workspaceId: string, targets: readonly string[], afterMs: number) {
  await tx.count(sql`
    update webhook_states as state
    set probe_at = now() + make_interval(secs => ${afterMs / 1000})
    where state.workspace_id = ${workspaceId} and state.target = any(${targets}::text[])`)
}
