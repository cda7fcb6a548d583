import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { Visibility } from '../tickets/index.ts'
import type { Draft } from './draft.ts'

const mostShown = 50

/** Somebody's own drafts of a ticket, then those of others in their house in these visibilities, the latest first. */
export function listDraftsOf(
  tx: Tx,
  workspaceId: string,
  reader: {
    ticketId: string
    writerId: string
    partnerId: string | null
    visibilities: readonly Visibility[]
  },
): Promise<Draft[]> {
  return tx.rows(sql<Draft>`
    select draft.visibility, draft.body, draft.macro, draft.read_seq as "readSeq", draft.revision,
      jsonb_build_object('kind', case when token.id is null then 'member' else 'token' end, 'id', draft.writer_id,
        'name', coalesce(token.name, member_user.name)) as writer,
      draft.updated_at as "updatedAt"
    from drafts as draft
    left join service_tokens as token on token.workspace_id = draft.workspace_id and token.id = draft.writer_id
    left join members as member on member.workspace_id = draft.workspace_id and member.id = draft.writer_id
    left join users as member_user on member_user.id = member.user_id
    where draft.workspace_id = ${workspaceId}
      and draft.ticket_id = ${reader.ticketId}
      and (draft.writer_id = ${reader.writerId}
        or draft.visibility = any(${reader.visibilities}::text[])
          and draft.partner_id is not distinct from ${reader.partnerId}::uuid)
    order by draft.writer_id <> ${reader.writerId}, draft.updated_at desc, draft.writer_id, draft.visibility
    limit ${mostShown}`)
}
