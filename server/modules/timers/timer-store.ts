import type { Fragment } from '../../database/fragment.ts'
import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { TimerKind } from './timer.ts'

export interface NewTimerRow {
  readonly place: number
  readonly kind: TimerKind
  readonly subject_id: string
  readonly due_at: Date
}

/** Timers of new tickets in a gathered intake. */
export const insertTimers: Fragment<NewTimerRow> = {
  name: 'new_timers',
  columns: { place: 'integer', kind: 'text', subject_id: 'uuid', due_at: 'timestamptz' },
  text: `
    insert into timers (workspace_id, kind, subject_id, due_at)
    select {$workspace}, row.kind, row.subject_id, row.due_at
    from {rows}
    join fresh on fresh.place = row.place
    returning 1`,
}

export interface TimerRow {
  readonly kind: TimerKind
  readonly subject_id: string
  readonly due_at: Date
}

/**
 * Sees to it that the timers of subjects that were changed together ring in time, in the order of their ids: one that
 * rings earlier already stays, for its work finds nothing to do then and sets it again.
 */
export const hastenTimers: Fragment<TimerRow> = {
  name: 'hastened_timers',
  columns: { kind: 'text', subject_id: 'uuid', due_at: 'timestamptz' },
  text: `
    insert into timers (workspace_id, kind, subject_id, due_at)
    select {$workspace}, row.kind, row.subject_id, row.due_at
    from {rows}
    order by row.subject_id
    on conflict (workspace_id, kind, subject_id) do update
    set due_at = excluded.due_at, version = timers.version + 1, lease_until = null, failures = 0
    where timers.due_at > excluded.due_at
    returning 1`,
}

/** Sets or moves the one timer of (kind, subject). A worker that holds the earlier one finds its version gone. */
export async function armTimer(
  tx: Tx,
  workspaceId: string,
  timer: { kind: TimerKind; subjectId: string; dueAt: number },
): Promise<void> {
  await tx.count(sql`
    insert into timers (workspace_id, kind, subject_id, due_at)
    values (${workspaceId}, ${timer.kind}, ${timer.subjectId}, ${new Date(timer.dueAt)})
    on conflict (workspace_id, kind, subject_id) do update
    set due_at = excluded.due_at, version = timers.version + 1, lease_until = null, failures = 0`)
}

/** Sets or moves the timers of several subjects, in the order of their ids. */
export async function armTimers(
  tx: Tx,
  workspaceId: string,
  timers: { kind: TimerKind; subjectIds: readonly string[]; dueAt: number },
): Promise<void> {
  if (timers.subjectIds.length === 0) return
  await tx.count(sql`
    insert into timers (workspace_id, kind, subject_id, due_at)
    select ${workspaceId}::uuid, ${timers.kind}::text, subject.id, ${new Date(timers.dueAt)}::timestamptz
    from unnest(${timers.subjectIds}::uuid[]) as subject (id)
    order by subject.id
    on conflict (workspace_id, kind, subject_id) do update
    set due_at = excluded.due_at, version = timers.version + 1, lease_until = null, failures = 0`)
}

/** Sets or moves the timers of several subjects, each to its own time, in the order of their ids. */
export async function armTimersAt(
  tx: Tx,
  workspaceId: string,
  timers: { kind: TimerKind; dues: readonly { readonly subjectId: string; readonly dueAt: number }[] },
): Promise<void> {
  if (timers.dues.length === 0) return
  const subjects = timers.dues.map(({ subjectId }) => subjectId)
  const dues = timers.dues.map(({ dueAt }) => new Date(dueAt))
  await tx.count(sql`
    insert into timers (workspace_id, kind, subject_id, due_at)
    select ${workspaceId}::uuid, ${timers.kind}::text, due.id, due.at
    from unnest(${subjects}::uuid[], ${dues}::timestamptz[]) as due (id, at)
    order by due.id
    on conflict (workspace_id, kind, subject_id) do update
    set due_at = excluded.due_at, version = timers.version + 1, lease_until = null, failures = 0`)
}

/** Takes a timer away; harmless when there is none. */
export async function disarmTimer(
  tx: Tx,
  workspaceId: string,
  timer: { kind: TimerKind; subjectId: string },
): Promise<void> {
  await tx.count(sql`
    delete from timers
    where timers.workspace_id = ${workspaceId}
      and timers.kind = ${timer.kind}
      and timers.subject_id = ${timer.subjectId}`)
}

export interface ClaimedTimer {
  readonly kind: TimerKind
  readonly subjectId: string
  readonly version: number
  readonly epoch: number
  readonly dueAt: number
}

/** Leases due timers of a workspace for `leaseMs`; rows held by others are passed over. Times are the database's. */
export function claimTimers(
  tx: Tx,
  workspaceId: string,
  claim: { kinds: readonly TimerKind[]; limit: number; leaseMs: number; aheadMs: number },
): Promise<ClaimedTimer[]> {
  return tx.rows(sql<ClaimedTimer>`
    update timers
    set lease_until = now() + make_interval(secs => ${claim.leaseMs / 1000}), epoch = timers.epoch + 1
    where (timers.workspace_id, timers.kind, timers.subject_id) in (
      select due.workspace_id, due.kind, due.subject_id
      from timers as due
      where due.workspace_id = ${workspaceId}
        and due.kind = any(${claim.kinds}::text[])
        and due.due_at <= now() + make_interval(secs => ${claim.aheadMs / 1000})
        and (due.lease_until is null or due.lease_until < now())
      order by due.due_at
      limit ${claim.limit}
      for update skip locked)
    returning timers.kind, timers.subject_id as "subjectId", timers.version, timers.epoch, timers.due_at as "dueAt"`)
}

/**
 * Locks a claimed timer for the transaction that does its work, and removes it: the work re-arms it when it must ring
 * again. False = it was moved, or another worker took over.
 */
export async function takeTimer(tx: Tx, workspaceId: string, timer: ClaimedTimer): Promise<boolean> {
  const taken = await tx.count(sql`
    delete from timers
    where timers.workspace_id = ${workspaceId}
      and timers.kind = ${timer.kind}
      and timers.subject_id = ${timer.subjectId}
      and timers.version = ${timer.version}
      and timers.epoch = ${timer.epoch}`)
  return taken === 1
}

/** Gives a timer whose work failed back for a later try: after 1 s, 2 s, 4 s ... at most 5 min. */
export async function postponeTimer(tx: Tx, workspaceId: string, timer: ClaimedTimer): Promise<void> {
  await tx.count(sql`
    update timers
    set lease_until = now() + make_interval(secs => least(300, power(2, least(timers.failures, 10)))),
      failures = timers.failures + 1
    where timers.workspace_id = ${workspaceId}
      and timers.kind = ${timer.kind}
      and timers.subject_id = ${timer.subjectId}
      and timers.epoch = ${timer.epoch}`)
}
