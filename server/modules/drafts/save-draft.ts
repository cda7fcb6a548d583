import type { Context, Tx } from '../../platform/context.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { findMessageByClientId, lockTickets } from '../tickets/index.ts'
import { sayDraftSign } from './draft-signs.ts'
import { insertDraft, updateDraft } from './draft-store.ts'
import { listDraftsOf } from './draft-view.ts'
import type { Draft, DraftKey, DraftWords } from './draft.ts'
import { mayWrite } from './require-writer.ts'

export interface SaveDraftInput extends DraftKey, DraftWords {
  /** What the words were written upon; null = nothing was there. */
  readonly revision: number | null
  /** What the words are on their way under; once they were said under it they are no draft any more. Null = not on their way. */
  readonly clientId?: string | null
}

/**
 * Keeps what the caller is writing on a ticket. Null when there is no such ticket. Throws `conflict` with the revision that
 * is there (null = none) when the words were written upon another one: another device was quicker; or when they were said.
 */
export async function saveDraft(context: Context, input: SaveDraftInput): Promise<Draft | null> {
  if (input.body.trim() === '' && input.macro === null)
    throw refuseField('/body', 'required', 'Write something, or delete the draft.')
  const workspaceId = context.workspace.id
  // oxlint-disable-next-line switchyard/verb -- what is not said yet is no fact; `mayWrite` asks for the permission
  return context.transaction(async (tx) => {
    if (!(await mayWrite(tx, context, input))) return null
    if (await wasSaid(tx, workspaceId, input)) throw refuseOlder(await findOwn(tx, context, input))
    const { id: writerId, partnerId } = context.principal
    const words = { ...input, writerId, partnerId, at: context.now() }
    const saved =
      input.revision === null
        ? await insertDraft(tx, workspaceId, words)
        : await updateDraft(tx, workspaceId, { ...words, revision: input.revision })
    const draft = await findOwn(tx, context, input)
    if (saved === null || draft === null) throw refuseOlder(draft)
    tx.afterCommit(() => sayDraftSign(context.memory, { ...input, writerId, partnerId, revision: saved }))
    return draft
  })
}

/** Whether words that were on their way have arrived. Held until the draft is kept, so that whatever arrives later finds it. */
async function wasSaid(tx: Tx, workspaceId: string, { ticketId, clientId = null }: SaveDraftInput): Promise<boolean> {
  if (clientId === null) return false
  await lockTickets(tx, workspaceId, [ticketId])
  return (await findMessageByClientId(tx, workspaceId, { ticketId, clientId })) !== null
}

/** The caller's own draft, or null when there is none. */
export async function findOwn(tx: Tx, context: Context, { ticketId, visibility }: DraftKey): Promise<Draft | null> {
  const { id: writerId, partnerId } = context.principal
  const own = await listDraftsOf(tx, context.workspace.id, { ticketId, writerId, partnerId, visibilities: [] })
  return own.find((draft) => draft.visibility === visibility) ?? null
}

/** Says that the draft is another one by now. */
export function refuseOlder(draft: Draft | null): AppError {
  const message =
    draft === null ? 'The draft was sent or deleted meanwhile.' : 'The draft was changed meanwhile, on another device.'
  return new AppError('conflict', message, { revision: draft?.revision ?? null })
}
