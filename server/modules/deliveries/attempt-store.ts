import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import { firstIdOf } from '../../platform/ids.ts'
import type { AttemptErrorClass, AttemptTrigger, DeliveryState } from './delivery.ts'

export { isFaultOfData } from '../../database/failure.ts'

export interface AttemptRow {
  readonly id: string
  readonly deliveryId: string
  readonly epoch: number
  readonly state: DeliveryState
  readonly retryInMs: number | null
  /** Waits until its endpoint is there again. */
  readonly isParked: boolean
  readonly trigger: AttemptTrigger
  readonly startedAt: number
  readonly durationMs: number
  readonly status: number | null
  readonly errorClass: AttemptErrorClass | null
  readonly address: string | null
  /** As JSON. */
  readonly requestHeaders: string | null
  readonly responseHeaders: string | null
  readonly response: string | null
}

const saveStatement = {
  name: 'delivery-attempts-save',
  text: `
    with result as (
      select *
      from unnest($2::uuid[], $3::uuid[], $4::integer[], $5::text[], $6::float8[], $7::text[], $8::timestamptz[],
        $9::integer[], $10::integer[], $11::text[], $12::text[], $13::text[], $14::boolean[], $15::jsonb[], $16::jsonb[])
        as row (attempt_id, delivery_id, epoch, state, retry_in_ms, trigger, started_at, duration_ms, status,
          error_class, address, response, is_parked, request_headers, response_headers)),
    changed as (
      update deliveries as delivery
      set state = result.state,
        attempts = delivery.attempts + 1,
        uncounted = delivery.uncounted + result.is_parked::integer,
        epoch = delivery.epoch + 1,
        next_attempt_at = case when result.is_parked then 'infinity'
          else now() + make_interval(secs => coalesce(result.retry_in_ms, 0) / 1000) end,
        lease_until = null,
        ended_at = case when result.state = 'pending' then delivery.ended_at else now() end
      from result
      where delivery.workspace_id = $1
        and delivery.id = any($3::uuid[])
        and delivery.id = result.delivery_id
        and delivery.epoch = result.epoch
      returning delivery.id, delivery.attempts, delivery.state, delivery.next_attempt_at),
    logged as (
      insert into delivery_attempts (workspace_id, id, delivery_id, number, trigger, started_at, duration_ms, status,
        error_class, address, response, request_headers, response_headers, next_attempt_at)
      select $1, result.attempt_id, changed.id, changed.attempts, result.trigger, result.started_at,
        result.duration_ms, result.status, result.error_class, result.address, result.response,
        result.request_headers, result.response_headers,
        case when changed.state = 'pending' then nullif(changed.next_attempt_at, 'infinity') end
      from changed
      join result on result.delivery_id = changed.id
      returning 1)
    select changed.id from changed`,
}

/**
 * Writes what came of attempts, each only for the holder of the delivery's epoch, and raises the epoch. Gives the
 * deliveries that moved on.
 */
export async function saveAttempts(tx: Tx, workspaceId: string, rows: readonly AttemptRow[]): Promise<string[]> {
  const column = <K extends keyof AttemptRow>(name: K) => rows.map((row) => row[name])
  const changed = await tx.prepared<{ id: string }>(saveStatement, [
    workspaceId,
    column('id'),
    column('deliveryId'),
    column('epoch'),
    column('state'),
    column('retryInMs'),
    column('trigger'),
    rows.map((row) => new Date(row.startedAt)),
    column('durationMs'),
    column('status'),
    column('errorClass'),
    column('address'),
    column('response'),
    column('isParked'),
    column('requestHeaders'),
    column('responseHeaders'),
  ])
  return changed.map((row) => row.id)
}

interface Lane {
  readonly laneId: string
  readonly target: string
}

/** Makes fresh deliveries of these lanes due now that were put off behind another one. */
export async function wakeFollowers(tx: Tx, workspaceId: string, lanes: readonly Lane[]): Promise<void> {
  await tx.count(sql`
    update deliveries as follower
    set next_attempt_at = now()
    from unnest(${lanes.map((lane) => lane.laneId)}::uuid[], ${lanes.map((lane) => lane.target)}::text[])
      as lane (lane_id, target)
    where follower.workspace_id = ${workspaceId}
      and follower.lane_id = lane.lane_id
      and follower.target = lane.target
      and (follower.state = 'pending') is not false
      and follower.attempts = 0
      and follower.next_attempt_at > now()
      and (follower.lease_until is null or follower.lease_until <= now())`)
}

/** Ends what still waits to go to a receiver that wants nothing more about these tickets. */
export async function cancelOthers(tx: Tx, workspaceId: string, lanes: readonly Lane[]): Promise<void> {
  await tx.count(sql`
    update deliveries as other
    set state = 'cancelled', ended_at = now(), lease_until = null, epoch = other.epoch + 1
    from unnest(${lanes.map((lane) => lane.laneId)}::uuid[], ${lanes.map((lane) => lane.target)}::text[])
      as lane (lane_id, target)
    where other.workspace_id = ${workspaceId}
      and other.lane_id = lane.lane_id
      and other.target = lane.target
      and (other.state = 'pending') is not false`)
}

/** Removes attempts that began before an instant, the oldest first, at most `limit` of them; gives how many went. */
export function deleteOldAttempts(
  tx: Tx,
  workspaceId: string,
  old: { beforeMs: number; limit: number },
): Promise<number> {
  return tx.count(sql`
    delete from delivery_attempts as attempt
    where attempt.workspace_id = ${workspaceId}
      and attempt.id in (
        select old.id
        from delivery_attempts as old
        where old.workspace_id = ${workspaceId}
          and old.id < ${firstIdOf(old.beforeMs)}::uuid
          and old.started_at < ${new Date(old.beforeMs)}
        order by old.id
        limit ${old.limit})`)
}

/**
 * Removes what subscriptions were told, once it ended before an instant and has no attempts any more, at most `limit` of
 * an endpoint; gives how many went.
 */
export function deleteOldDeliveries(
  tx: Tx,
  workspaceId: string,
  old: { beforeMs: number; limit: number },
): Promise<number> {
  return tx.count(sql`
    delete from deliveries as delivery
    where delivery.workspace_id = ${workspaceId}
      and delivery.id in (
        select old.id
        from webhook_endpoints as endpoint
        cross join lateral (
          select ended.id
          from deliveries as ended
          where ended.workspace_id = ${workspaceId}
            and ended.endpoint_id = endpoint.id
            and ended.id < ${firstIdOf(old.beforeMs)}::uuid
            and ended.state <> 'pending'
            and ended.ended_at < ${new Date(old.beforeMs)}
            and not exists (
              select 1
              from delivery_attempts as attempt
              where attempt.workspace_id = ended.workspace_id and attempt.delivery_id = ended.id)
          order by ended.id
          limit ${old.limit}) as old
        where endpoint.workspace_id = ${workspaceId})`)
}

/** Forgets how origins of callbacks do that have not failed since an instant; gives how many. */
export function deleteOldOrigins(
  tx: Tx,
  workspaceId: string,
  old: { beforeMs: number; limit: number },
): Promise<number> {
  return tx.count(sql`
    delete from webhook_states as state
    where state.workspace_id = ${workspaceId}
      and state.target in (
        select idle.target
        from webhook_states as idle
        where idle.workspace_id = ${workspaceId}
          and idle.endpoint_id is null
          and idle.probe_at is null
          and coalesce(idle.failed_at, '-infinity') < ${new Date(old.beforeMs)}
        limit ${old.limit})`)
}
