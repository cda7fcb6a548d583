import type { Context, Tx } from '../../platform/context.ts'
import { appendEvents } from './append-events.ts'
import type { NewEvent } from './event.ts'
import { takeWorkspaceSeq } from './event-store.ts'

type WorkspaceEvent = Extract<
  NewEvent,
  {
    type:
      | 'workflow.published'
      | 'workflow.rolled_back'
      | 'market.published'
      | 'article.answered'
      | 'bulk.started'
      | 'bulk.finished'
      | 'bulk.undo_started'
      | 'bulk.undone'
      | 'workspace.created'
      | 'workspace.clock_moved'
      | 'token.created'
      | 'token.rotated'
      | 'token.revoked'
      | 'member.added'
      | 'member.role_changed'
      | 'member.link_issued'
      | 'member.signed_in'
      | 'member.session_ended'
      | 'member.password_set'
      | 'member.notices_set'
      | 'access.requested'
      | 'access.approved'
      | 'access.rejected'
      | 'callback_key.rotated'
      | 'callback_key.revealed'
      | 'callback_key.retired'
      | 'delivery.given_up'
      | 'delivery.dead'
      | 'delivery.quarantined'
      | 'delivery.replayed'
      | 'webhook.created'
      | 'webhook.updated'
      | 'webhook.disabled'
      | 'webhook.deleted'
      | 'mail.requested'
      | 'mail.failed'
      | 'store.saved'
      | 'partner.created'
      | 'partner.integration_created'
      | 'partner.certification_started'
      | 'partner.certification_ended'
      | 'view.created'
      | 'view.updated'
      | 'view.deleted'
  }
>

/** Records a fact about the workspace itself, taking its place in the workspace's sequence. */
export async function appendWorkspaceEvent(
  tx: Tx,
  context: Context,
  event: Pick<WorkspaceEvent, 'type' | 'data'>,
): Promise<void> {
  const seq = await takeWorkspaceSeq(tx, context.workspace.id, 1)
  const subject = { kind: 'workspace', id: context.workspace.id, seq } as const
  await appendEvents(tx, context, [{ ...event, subject, ticketId: null } as WorkspaceEvent])
}
