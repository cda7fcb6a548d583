import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { CaseCheck, CaseDecision, CaseEvidence } from './case.ts'

/**
 * Makes a ticket one of a case's; saying it twice is once. It is no member when another open case of this reason has it:
 * the index decides, whoever comes first.
 */
export async function insertCaseTicket(
  tx: Tx,
  workspaceId: string,
  { caseId, ticketId, reasonKey, at }: { caseId: string; ticketId: string; reasonKey: string; at: number },
): Promise<{ isNew: boolean; isMember: boolean }> {
  const inserted = await tx.count(sql`
    insert into case_tickets (workspace_id, case_id, ticket_id, reason_key, linked_at)
    values (${workspaceId}, ${caseId}, ${ticketId}, ${reasonKey}, ${new Date(at)})
    on conflict do nothing`)
  if (inserted === 1) return { isNew: true, isMember: true }
  const row = await tx.first(sql`
    select 1
    from case_tickets as member
    where member.workspace_id = ${workspaceId} and member.case_id = ${caseId} and member.ticket_id = ${ticketId}`)
  return { isNew: false, isMember: row !== null }
}

/** The key under which a case's reason is told apart. */
export async function findReasonKey(tx: Tx, workspaceId: string, caseId: string): Promise<string | null> {
  const row = await tx.first(sql<{ key: string }>`
    select member.reason_key as key
    from case_tickets as member
    where member.workspace_id = ${workspaceId} and member.case_id = ${caseId}
    limit 1`)
  return row?.key ?? null
}

/** From now on another case may be opened for these tickets, which it gives, and this reason. */
export async function closeCaseTickets(tx: Tx, workspaceId: string, caseId: string): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    update case_tickets
    set is_open = false
    where case_tickets.workspace_id = ${workspaceId} and case_tickets.case_id = ${caseId}
    returning case_tickets.ticket_id as id`)
  return rows.map(({ id }) => id)
}

/** Answers a check, or answers it anew. */
export async function saveCheck(tx: Tx, workspaceId: string, caseId: string, check: CaseCheck): Promise<void> {
  await tx.count(sql`
    insert into case_checks (workspace_id, case_id, name, result, note, by, at)
    values (${workspaceId}, ${caseId}, ${check.name}, ${check.result}, ${check.note},
      ${JSON.stringify(check.by)}::jsonb, ${new Date(check.at)})
    on conflict (workspace_id, case_id, name) do update
    set result = excluded.result, note = excluded.note, by = excluded.by, at = excluded.at`)
}

/** The checks of a case that have an answer. */
export async function findAnsweredChecks(tx: Tx, workspaceId: string, caseId: string): Promise<ReadonlySet<string>> {
  const rows = await tx.rows(sql<{ name: string }>`
    select answer.name
    from case_checks as answer
    where answer.workspace_id = ${workspaceId} and answer.case_id = ${caseId}`)
  return new Set(rows.map(({ name }) => name))
}

export async function insertEvidence(tx: Tx, workspaceId: string, caseId: string, piece: CaseEvidence): Promise<void> {
  await tx.count(sql`
    insert into case_evidence (workspace_id, id, case_id, kind, text, url, file_id, event_id, ticket_id, check_name, by, at)
    values (${workspaceId}, ${piece.id}, ${caseId}, ${piece.kind}, ${piece.text}, ${piece.url}, ${piece.fileId},
      ${piece.eventId}, ${piece.ticketId}, ${piece.check}, ${JSON.stringify(piece.by)}::jsonb, ${new Date(piece.at)})`)
}

export async function insertDecision(tx: Tx, workspaceId: string, caseId: string, made: CaseDecision): Promise<void> {
  await tx.count(sql`
    insert into case_decisions (workspace_id, id, case_id, level, outcome, note, by, at)
    values (${workspaceId}, ${made.id}, ${caseId}, ${made.level}, ${made.outcome}, ${made.note},
      ${JSON.stringify(made.by)}::jsonb, ${new Date(made.at)})`)
}

/** The decisions of a case, oldest first. */
export function findDecisions(tx: Tx, workspaceId: string, caseId: string): Promise<CaseDecision[]> {
  return tx.rows(sql<CaseDecision>`
    select made.id, made.level, made.outcome, made.note, made.by, made.at
    from case_decisions as made
    where made.workspace_id = ${workspaceId} and made.case_id = ${caseId}
    order by made.id`)
}

export async function insertNote(
  tx: Tx,
  workspaceId: string,
  note: { caseId: string; seq: number; body: string },
): Promise<void> {
  await tx.count(sql`
    insert into case_notes (workspace_id, case_id, seq, body)
    values (${workspaceId}, ${note.caseId}, ${note.seq}, ${note.body})`)
}
