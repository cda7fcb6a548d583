import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { PendingDelivery } from './choose-deliveries.ts'
import type { ClaimedDelivery } from './delivery.ts'

/** Due rows one claim looks at. Written into the statement, so that the plan knows it. */
const dueRowsSeen = 256

const lockStatement = {
  name: 'delivery-claim-lock',
  text: `select pg_advisory_xact_lock(hashtextextended('deliveries ' || $1, 0))`,
}

/** A leased row's `next_attempt_at` is the end of its lease, so that due rows are found by one range of one index. */
const readStatement = {
  name: 'delivery-claim-read',
  text: `
    with in_flight as materialized (
      select flying.ticket_id, flying.url
      from deliveries as flying
      where flying.workspace_id = $1
        and flying.state = 'pending'
        and flying.next_attempt_at > now()
        and flying.next_attempt_at <= now() + make_interval(secs => $2::float8 / 1000)
        and flying.lease_until > now()),
    due as materialized (
      select candidate.ticket_id
      from deliveries as candidate
      where candidate.workspace_id = $1
        and candidate.state = 'pending'
        and candidate.next_attempt_at <= now()
        and candidate.url not in (
          select in_flight.url
          from in_flight
          group by in_flight.url
          having count(*) >= $3::integer)
      order by candidate.next_attempt_at
      limit ${dueRowsSeen})
    select pending.id, pending.ticket_id as "ticketId", pending.url, pending.sequence, pending.attempts,
      pending.ended_at is not null as "isReplay", coalesce(pending.lease_until > now(), false) as "isInFlight",
      extract(epoch from pending.next_attempt_at - now())::float8 * 1000 as "waitMs"
    from deliveries as pending
    where pending.workspace_id = $1
      and pending.state = 'pending'
      and pending.ticket_id in (
        select due.ticket_id from due
        union
        select in_flight.ticket_id from in_flight)`,
}

/**
 * All pending deliveries of the tickets that have one due or in flight. From here on until the transaction ends nobody
 * else claims in this workspace, so no two workers choose from the same picture.
 */
export async function viewClaimable(
  tx: Tx,
  workspaceId: string,
  claim: { leaseMs: number; perEndpoint: number },
): Promise<PendingDelivery[]> {
  // Both are sent at once; the second takes its snapshot only when the first has the lock.
  const [, pending] = await Promise.all([
    tx.prepared(lockStatement, [workspaceId]),
    tx.prepared<PendingDelivery>(readStatement, [workspaceId, claim.leaseMs, claim.perEndpoint]),
  ])
  return pending
}

/** Leases these deliveries as far as they are still due; rows that somebody is changing are passed over. */
export function leaseDeliveries(
  tx: Tx,
  workspaceId: string,
  lease: { ids: readonly string[]; leaseMs: number },
): Promise<ClaimedDelivery[]> {
  return tx.rows(sql<ClaimedDelivery>`
    update deliveries as claimed
    set lease_until = now() + make_interval(secs => ${lease.leaseMs / 1000}),
      next_attempt_at = now() + make_interval(secs => ${lease.leaseMs / 1000}),
      epoch = claimed.epoch + 1
    where claimed.workspace_id = ${workspaceId}
      and claimed.id in (
        select due.id
        from deliveries as due
        where due.workspace_id = ${workspaceId}
          and due.id = any(${lease.ids}::uuid[])
          and due.state = 'pending'
          and due.next_attempt_at <= now()
        for update skip locked)
    returning claimed.id, claimed.epoch, claimed.ticket_id as "ticketId", claimed.event_id as "eventId",
      claimed.sequence, claimed.url, claimed.owner_kind as "ownerKind", claimed.owner_id as "ownerId", claimed.body,
      claimed.attempts, claimed.ended_at is not null as "isReplay", claimed.created_at as "createdAt",
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
          and own.error_class = 'internal') end as "ownFailures"`)
}

/** Takes waiting deliveries out of sight for a time; one that was claimed or changed meanwhile stays as it is. */
export async function putOffDeliveries(
  tx: Tx,
  workspaceId: string,
  putOff: readonly { id: string; waitMs: number }[],
): Promise<void> {
  if (putOff.length === 0) return
  await tx.count(sql`
    update deliveries as waiting
    set next_attempt_at = now() + make_interval(secs => later.wait_ms / 1000)
    from unnest(${putOff.map((one) => one.id)}::uuid[], ${putOff.map((one) => one.waitMs)}::float8[])
      as later (id, wait_ms)
    where waiting.workspace_id = ${workspaceId}
      and waiting.id = later.id
      and waiting.state = 'pending'
      and waiting.next_attempt_at <= now()`)
}

/** Gives leases back before their end: the deliveries are due at once for another worker. */
export function releaseLeases(
  tx: Tx,
  workspaceId: string,
  leases: readonly { id: string; epoch: number }[],
): Promise<number> {
  return tx.count(sql`
    update deliveries as released
    set lease_until = null, next_attempt_at = now()
    from unnest(${leases.map((one) => one.id)}::uuid[], ${leases.map((one) => one.epoch)}::integer[])
      as lease (id, epoch)
    where released.workspace_id = ${workspaceId}
      and released.id = lease.id
      and released.epoch = lease.epoch
      and released.state = 'pending'`)
}
