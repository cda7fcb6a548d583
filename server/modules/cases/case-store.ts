import type { CaseClock, CaseStatus, WaitedFor } from '../../core/cases/index.ts'
import type { Priority } from '../../core/workflow/index.ts'
import { db, sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { CaseActor, CaseRow } from './case.ts'

/** The next number of a workspace's cases; its row is held until the transaction ends. */
export async function takeCaseNumber(tx: Tx, workspaceId: string): Promise<number> {
  const row = await tx.first(sql<{ number: number }>`
    insert into case_counters (workspace_id, last_number)
    values (${workspaceId}, 1)
    on conflict (workspace_id) do update set last_number = case_counters.last_number + 1
    returning case_counters.last_number as number`)
  if (row === null) throw new Error('The counter of cases gave no number.')
  return row.number
}

export async function insertCase(tx: Tx, workspaceId: string, made: CaseRow): Promise<void> {
  await tx.count(
    db.insertInto('cases').values({
      workspace_id: workspaceId,
      id: made.id,
      number: made.number,
      ticket_id: made.ticketId,
      reason: made.reason,
      reason_text: made.reasonText,
      risk_class: made.riskClass,
      severity: made.severity,
      status: made.status,
      status_since: instant(made.statusSince),
      level: made.level,
      max_level: made.maxLevel,
      queue: made.queue,
      asked_checks: [...made.askedChecks],
      opened_by: JSON.stringify(made.openedBy),
      trigger: made.trigger,
      clock: made.clock === null ? null : JSON.stringify(made.clock),
      due_at: dueAtOf(made.clock),
      created_at: instant(made.createdAt),
      updated_at: instant(made.updatedAt),
    }),
  )
}

/** Holds a case until the transaction ends; false when there is none. */
export async function lockCase(tx: Tx, workspaceId: string, caseId: string): Promise<boolean> {
  const row = await tx.first(sql<{ id: string }>`
    select one.id
    from cases as one
    where one.workspace_id = ${workspaceId} and one.id = ${caseId}
    for no key update`)
  return row !== null
}

export interface CasePatch {
  readonly status?: CaseStatus
  readonly severity?: Priority
  readonly level?: number
  readonly queue?: string
  readonly putForwardBy?: CaseActor
  readonly waitsFor?: WaitedFor | null
  readonly clock?: CaseClock
  readonly decisionId?: string | null
}

/** Changes a case that this transaction holds and gives its new version and the last place taken in its sequence. */
export async function saveCase(
  tx: Tx,
  workspaceId: string,
  { caseId, patch, events, at }: { caseId: string; patch: CasePatch; events: number; at: number },
): Promise<{ version: number; eventSeq: number }> {
  const { status, severity, level, queue, putForwardBy, waitsFor, clock, decisionId } = patch
  const row = await tx.first<{ version: number; eventSeq: number }>(
    db
      .updateTable('cases')
      .set({
        ...(status !== undefined && { status, status_since: instant(at) }),
        ...(status === 'closed' && { closed_at: instant(at) }),
        ...(severity !== undefined && { severity }),
        ...(level !== undefined && { level }),
        ...(queue !== undefined && { queue }),
        ...(putForwardBy !== undefined && { put_forward_by: JSON.stringify(putForwardBy) }),
        ...(waitsFor !== undefined && { waits_for: waitsFor }),
        ...(clock !== undefined && { clock: JSON.stringify(clock), due_at: dueAtOf(clock) }),
        ...(decisionId !== undefined && { decision_id: decisionId }),
        version: sql<number>`cases.version + 1`,
        event_seq: sql<number>`cases.event_seq + ${events}`,
        updated_at: instant(at),
      })
      .where('cases.workspace_id', '=', workspaceId)
      .where('cases.id', '=', caseId)
      .returning(['cases.version', 'cases.event_seq as eventSeq']),
  )
  if (row === null) throw new Error(`Case ${caseId} was held and is gone.`)
  return row
}

function instant(at: number) {
  return sql<number>`${new Date(at)}`
}

function dueAtOf(clock: CaseClock | null) {
  const dueAt = clock?.clock.dueAt ?? null
  return dueAt === null ? null : instant(dueAt)
}
