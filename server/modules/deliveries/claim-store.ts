import { slotsAheadMs } from '../../core/webhooks/rate-slots.ts'
import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { PendingDelivery } from './choose-deliveries.ts'
import type { ClaimedDelivery } from './delivery.ts'

/**
 * Due rows one claim looks at, in all; where there are more, besides the first of each target, twice as many as there is
 * room for. Written into the statement, so that the plan knows it.
 */
const dueRowsSeen = 256

const lockStatement = {
  name: 'delivery-claim-lock',
  text: `select pg_advisory_xact_lock(hashtextextended('deliveries ' || $1, 0))`,
}

const pendingColumns = (row: string) => `
  ${row}.id, ${row}.epoch, ${row}.lane_id as "laneId", ${row}.target, ${row}.is_strict as "isStrict", ${row}.sequence,
  ${row}.attempts - ${row}.uncounted as attempts,
  ${row}.ended_at is not null as "isReplay", coalesce(${row}.lease_until > now(), false) as "isInFlight",
  extract(epoch from ${row}.next_attempt_at - now())::float8 * 1000 as "waitMs",
  (select limits.at_once from limits where limits.target = ${row}.target) as "perEndpoint"`

/**
 * A leased row's `next_attempt_at` is the end of its lease, so that due rows are found by one range of one index. A lane
 * is what goes to one endpoint about one ticket. Its rows are sought by what they are about: `is not false` keeps the plan from
 * the index of pending rows, which statistics of a calm hour call empty. Where more is due than one claim looks at, the
 * first of every target are looked at besides: a long queue at one endpoint stands in nobody's way.
 */
const readStatement = {
  name: 'delivery-claim-read',
  text: `
    with recursive limits as materialized (
      select said.target, max(said.at_once) as at_once, bool_or(said.is_full) as is_full
      from (
        select named.target, agent.endpoint_concurrency as at_once, false as is_full
        from agents as agent
        cross join lateral (
          values (agent.endpoint_url),
            (lower(substring(agent.endpoint_url from '^[^:/?#]+://[^/?#]+')) || '/*')) as named (target)
        where agent.workspace_id = $1
          and agent.endpoint_concurrency is not null
          and agent.archived_at is null
          and agent.endpoint_url is not null
        union all
        select state.target, null, true
        from webhook_states as state
        where state.workspace_id = $1 and state.next_slot_at > now() + interval '${slotsAheadMs} ms') as said
      group by said.target),
    in_flight as materialized (
      select flying.id, flying.epoch, flying.lane_id, flying.target, flying.is_strict, flying.sequence, flying.attempts,
        flying.uncounted, flying.ended_at, flying.lease_until, flying.next_attempt_at
      from deliveries as flying
      where flying.workspace_id = $1
        and flying.state = 'pending'
        and flying.next_attempt_at > now()
        and flying.next_attempt_at <= now() + make_interval(secs => $2::float8 / 1000)
        and flying.lease_until > now()),
    room as materialized (
      select greatest(0, least($4::integer, $5::integer - count(*)))::integer as places
      from in_flight),
    closed as materialized (
      select in_flight.target
      from in_flight
      left join limits on limits.target = in_flight.target
      group by in_flight.target, limits.at_once
      having count(*) >= coalesce(limits.at_once, $3::integer)
      union all
      select limits.target
      from limits
      where limits.is_full),
    first_due as materialized (
      select candidate.lane_id, candidate.target, candidate.attempts, candidate.next_attempt_at
      from deliveries as candidate
      where candidate.workspace_id = $1
        and candidate.state = 'pending'
        and candidate.next_attempt_at <= now()
        and candidate.target not in (select closed.target from closed)
      order by candidate.next_attempt_at
      limit ${dueRowsSeen}),
    targets as (
      (
        select waiting.target
        from deliveries as waiting
        where waiting.workspace_id = $1
          and waiting.state = 'pending'
          and (select count(*) from first_due) = ${dueRowsSeen}
        order by waiting.target
        limit 1)
      union all
      select (
        select waiting.target
        from deliveries as waiting
        where waiting.workspace_id = $1 and waiting.state = 'pending' and waiting.target > targets.target
        order by waiting.target
        limit 1)
      from targets
      where targets.target is not null),
    due as materialized (
      select first_due.lane_id, first_due.target, first_due.attempts, first_due.next_attempt_at
      from first_due
      union all
      select head.lane_id, head.target, head.attempts, head.next_attempt_at
      from targets
      left join limits on limits.target = targets.target
      cross join lateral (
        select candidate.lane_id, candidate.target, candidate.attempts, candidate.next_attempt_at
        from deliveries as candidate
        where candidate.workspace_id = $1
          and candidate.state = 'pending'
          and candidate.target = targets.target
          and candidate.next_attempt_at <= now()
        order by candidate.next_attempt_at, candidate.id
        limit least(
          coalesce(limits.at_once, $3::integer),
          2 + 2 * (select room.places from room) / (select count(*) from targets))) as head
      where targets.target is not null and targets.target not in (select closed.target from closed)),
    lanes as (
      select due.lane_id, due.target, limits.at_once, bool_and(due.attempts > 0) as is_retried,
        min(due.next_attempt_at) as due_at,
        row_number() over (
          partition by due.target
          order by bool_and(due.attempts > 0), min(due.next_attempt_at)) as place
      from due
      left join limits on limits.target = due.target
      where not exists (
        select 1
        from in_flight
        where in_flight.lane_id = due.lane_id and in_flight.target = due.target)
      group by due.lane_id, due.target, limits.at_once)
    select ${pendingColumns('waiting')}
    from (
      select lanes.lane_id, lanes.target
      from lanes
      where lanes.place <= 2 * coalesce(lanes.at_once, $3::integer)
      order by lanes.is_retried, lanes.place, lanes.due_at
      limit 2 * (select room.places from room)) as chosen
    cross join lateral (
      select pending.*
      from deliveries as pending
      where pending.workspace_id = $1
        and pending.lane_id = chosen.lane_id
        and pending.target = chosen.target
        and (pending.state = 'pending') is not false
      offset 0) as waiting
    union all
    select ${pendingColumns('in_flight')}
    from in_flight`,
}

/** How much may be taken: `limit` now, the others of all that is in flight. */
export interface ClaimRoom {
  readonly leaseMs: number
  readonly limit: number
  readonly perEndpoint: number
  readonly perWorkspace: number
}

/**
 * What is in flight in this workspace, and all pending deliveries of lanes in which one is due and none in flight: twice
 * as many of each endpoint as it may have in flight (what an agent there says, else `perEndpoint`), and twice as many as
 * there is room for in all, in the order in which they are chosen. From here on until the transaction ends nobody else claims in this
 * workspace, so no two workers choose from the same picture.
 */
export async function viewClaimable(tx: Tx, workspaceId: string, claim: ClaimRoom): Promise<PendingDelivery[]> {
  const values = [claim.leaseMs, claim.perEndpoint, claim.limit, claim.perWorkspace]
  // Both are sent at once; the second takes its snapshot only when the first has the lock.
  const [, pending] = await Promise.all([
    tx.prepared(lockStatement, [workspaceId]),
    tx.prepared<PendingDelivery>(readStatement, [workspaceId, ...values]),
  ])
  return pending
}

/** A delivery as it was seen; its epoch rises with everything that happens to it, so an equal one means unchanged. */
export interface SeenDelivery {
  readonly id: string
  readonly epoch: number
}

/** Leases these deliveries as far as they are still as they were seen; rows that somebody is changing are passed over. */
export function leaseDeliveries(
  tx: Tx,
  workspaceId: string,
  lease: { seen: readonly SeenDelivery[]; leaseMs: number },
): Promise<ClaimedDelivery[]> {
  const ids = lease.seen.map((one) => one.id)
  return tx.rows(sql<ClaimedDelivery>`
    update deliveries as claimed
    set lease_until = now() + make_interval(secs => ${lease.leaseMs / 1000}),
      next_attempt_at = now() + make_interval(secs => ${lease.leaseMs / 1000}),
      epoch = claimed.epoch + 1
    where claimed.workspace_id = ${workspaceId}
      and claimed.id in (
        select free.id
        from unnest(${ids}::uuid[], ${lease.seen.map((one) => one.epoch)}::integer[])
          as seen (id, epoch)
        join deliveries as free
          on free.workspace_id = ${workspaceId} and free.id = seen.id and free.epoch = seen.epoch
        where free.id = any(${ids}::uuid[])
        for update of free skip locked)
    returning claimed.id, claimed.epoch, claimed.ticket_id as "ticketId", claimed.lane_id as "laneId", claimed.target,
      claimed.endpoint_id as "webhookId", claimed.event_id as "eventId", claimed.sequence, claimed.type, claimed.url,
      claimed.owner_kind as "ownerKind", claimed.owner_id as "ownerId", claimed.body, claimed.attempts,
      claimed.uncounted, claimed.ended_at is not null as "isReplay", claimed.created_at as "createdAt",
      claimed.cause, false as "isProbe", null as "sendAt",
      claimed.endpoint_id is null or exists (
        select 1
        from webhook_endpoints as endpoint
        where endpoint.workspace_id = claimed.workspace_id
          and endpoint.id = claimed.endpoint_id
          and endpoint.status = 'active'
          and endpoint.deleted_at is null) as "isWanted",
      claimed.attempts > 0 and exists (
        select 1
        from delivery_attempts as success
        where success.workspace_id = claimed.workspace_id
          and success.delivery_id = claimed.id
          and success.status between 200 and 299) as "wasDelivered",
      case when claimed.attempts = 0 then 0 else (
        select count(*)
        from delivery_attempts as own
        where own.workspace_id = claimed.workspace_id
          and own.delivery_id = claimed.id
          and own.error_class = 'internal') end as "ownFailures",
      claimed.expires_at as "expiresAt",
      case when claimed.offer_id is not null then (
        select jsonb_build_object('id', offer.id, 'agentId', offer.agent_id, 'isPending', offer.state = 'pending',
          'acceptance', coalesce(agent.acceptance, case agent.kind when 'partner' then 'receipt' else 'explicit' end))
        from offers as offer
        join agents as agent on agent.workspace_id = offer.workspace_id and agent.id = offer.agent_id
        where offer.workspace_id = claimed.workspace_id and offer.id = claimed.offer_id) end as offer,
      case when claimed.consult_id is not null then (
        select jsonb_build_object('id', consult.id, 'taskId', consult.task_id, 'agentId', consult.agent_id,
          'isOpen', consult.ended_at is null)
        from consults as consult
        where consult.workspace_id = claimed.workspace_id and consult.id = claimed.consult_id) end as consult`)
}

/** Takes waiting deliveries out of sight for a time; one that has changed since it was seen stays as it is. */
export async function putOffDeliveries(
  tx: Tx,
  workspaceId: string,
  putOff: readonly (SeenDelivery & { readonly waitMs: number })[],
): Promise<void> {
  if (putOff.length === 0) return
  await tx.count(sql`
    update deliveries as waiting
    set next_attempt_at = now() + make_interval(secs => later.wait_ms / 1000)
    from unnest(${putOff.map((one) => one.id)}::uuid[], ${putOff.map((one) => one.epoch)}::integer[],
      ${putOff.map((one) => one.waitMs)}::float8[]) as later (id, epoch, wait_ms)
    where waiting.workspace_id = ${workspaceId}
      and waiting.id = later.id
      and waiting.epoch = later.epoch`)
}

/** Gives leases back before their end: the deliveries are due at once for another worker. */
export function releaseLeases(tx: Tx, workspaceId: string, leases: readonly SeenDelivery[]): Promise<number> {
  return tx.count(sql`
    update deliveries as released
    set lease_until = null, next_attempt_at = now(), epoch = released.epoch + 1
    from unnest(${leases.map((one) => one.id)}::uuid[], ${leases.map((one) => one.epoch)}::integer[])
      as lease (id, epoch)
    where released.workspace_id = ${workspaceId}
      and released.id = lease.id
      and released.epoch = lease.epoch`)
}

/** Ends leased deliveries that nobody waits for any more; those put off behind them are due at once. */
export async function endUnsent(tx: Tx, workspaceId: string, leased: readonly SeenDelivery[]): Promise<void> {
  if (leased.length === 0) return
  await tx.count(sql`
    with ended as (
      update deliveries as late
      set state = 'cancelled', ended_at = now(), lease_until = null, epoch = late.epoch + 1
      from unnest(${leased.map((one) => one.id)}::uuid[], ${leased.map((one) => one.epoch)}::integer[])
        as lease (id, epoch)
      where late.workspace_id = ${workspaceId} and late.id = lease.id and late.epoch = lease.epoch
      returning late.lane_id, late.target)
    update deliveries as follower
    set next_attempt_at = now()
    from ended
    where follower.workspace_id = ${workspaceId}
      and follower.lane_id = ended.lane_id
      and follower.target = ended.target
      and (follower.state = 'pending') is not false
      and follower.attempts = 0
      and follower.next_attempt_at > now()
      and (follower.lease_until is null or follower.lease_until <= now())`)
}
