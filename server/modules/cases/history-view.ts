import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** One line of a case's audit trail. */
export interface CaseHistoryRow {
  readonly id: string
  readonly type: string
  readonly at: number
  readonly actor: { readonly kind: 'agent' | 'token' | 'member' | 'customer' | 'system'; readonly id: string }
  readonly actorName: string | null
  readonly cause: Readonly<Record<string, unknown>> | null
  readonly data: Readonly<Record<string, unknown>>
  readonly note: string | null
}

/** Everything that happened to a case, oldest first, with what was said to it. */
export function listCaseHistory(tx: Tx, workspaceId: string, caseId: string): Promise<CaseHistoryRow[]> {
  return tx.rows(sql<CaseHistoryRow>`
    select event.id, event.type, event.at, event.actor, coalesce(agent.name, token.name, member_user.name) as "actorName",
      event.cause, event.data, note.body as note
    from case_tickets as own
    join events as event on event.workspace_id = own.workspace_id and event.ticket_id = own.ticket_id
    left join case_notes as note
      on note.workspace_id = event.workspace_id and note.case_id = event.subject_id and note.seq = event.subject_seq
    left join agents as agent
      on event.actor ->> 'kind' = 'agent' and agent.workspace_id = event.workspace_id
        and agent.id = (event.actor ->> 'id')::uuid
    left join service_tokens as token
      on event.actor ->> 'kind' = 'token' and token.workspace_id = event.workspace_id
        and token.id = (event.actor ->> 'id')::uuid
    left join members as member
      on event.actor ->> 'kind' = 'member' and member.workspace_id = event.workspace_id
        and member.id = (event.actor ->> 'id')::uuid
    left join users as member_user on member_user.id = member.user_id
    where own.workspace_id = ${workspaceId}
      and own.case_id = ${caseId}
      and event.subject_kind = 'case'
      and event.subject_id = ${caseId}
    order by event.subject_seq`)
}

/** Whether these very words were said to a case before, as when it was opened. */
export async function wasSaid(
  tx: Tx,
  workspaceId: string,
  { caseId, body }: { caseId: string; body: string },
): Promise<boolean> {
  const row = await tx.first(sql`
    select 1
    from case_notes as note
    where note.workspace_id = ${workspaceId} and note.case_id = ${caseId} and note.body = ${body}`)
  return row !== null
}
