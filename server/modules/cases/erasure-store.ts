import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** How many words were blanked, by table. */
export type BlankedCases = Readonly<
  Record<'cases' | 'case_checks' | 'case_evidence' | 'case_decisions' | 'case_notes', number>
>

/**
 * Blanks what people wrote in the cases of these tickets; steps, checks and decisions themselves stay. Of a case of
 * somebody else that one of them was linked to, only the evidence that came from it: the rest is about that person.
 */
export async function blankCases(
  tx: Tx,
  workspaceId: string,
  { caseIds, ticketIds }: { caseIds: readonly string[]; ticketIds: readonly string[] },
): Promise<BlankedCases> {
  const cases = await tx.count(sql`
    update cases as one
    set reason_text = null
    where one.workspace_id = ${workspaceId} and one.id = any(${caseIds}::uuid[]) and one.reason_text is not null`)
  await tx.count(sql`
    update case_tickets as member
    set reason_key = split_part(member.reason_key, ':', 1)
    where member.workspace_id = ${workspaceId} and member.case_id = any(${caseIds}::uuid[])`)
  const checks = await tx.count(sql`
    update case_checks as answer
    set note = null
    where answer.workspace_id = ${workspaceId} and answer.case_id = any(${caseIds}::uuid[]) and answer.note is not null`)
  const evidence = await tx.count(sql`
    update case_evidence as piece
    set text = null, url = null, file_id = null
    where piece.workspace_id = ${workspaceId}
      and (piece.case_id = any(${caseIds}::uuid[]) or piece.ticket_id = any(${ticketIds}::uuid[]))`)
  const decisions = await tx.count(sql`
    update case_decisions as made
    set note = ''
    where made.workspace_id = ${workspaceId} and made.case_id = any(${caseIds}::uuid[])`)
  const notes = await tx.count(sql`
    update case_notes as note
    set body = ''
    where note.workspace_id = ${workspaceId} and note.case_id = any(${caseIds}::uuid[])`)
  return {
    cases,
    case_checks: checks,
    case_evidence: evidence,
    case_decisions: decisions,
    case_notes: notes,
  }
}
