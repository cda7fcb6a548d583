import type { Context, Tx } from '../../platform/context.ts'
import { sayDraftSign } from './draft-signs.ts'
import { deleteDraft, deleteSaid } from './draft-store.ts'
import type { DraftKey } from './draft.ts'
import { isWriter, mayWrite } from './require-writer.ts'
import { findOwn, refuseOlder } from './save-draft.ts'

/**
 * Removes the caller's draft; one that is gone already stays so. Null when there is no such ticket. Throws `conflict` when
 * it has another revision than the one given (null = whichever).
 */
export async function dropDraft(
  context: Context,
  input: DraftKey & { readonly revision: number | null },
): Promise<true | null> {
  // oxlint-disable-next-line switchyard/verb -- what is not said yet is no fact; `mayWrite` asks for the permission
  return context.transaction(async (tx) => {
    if (!(await mayWrite(tx, context, input))) return null
    const isGone = await deleteDraft(tx, context.workspace.id, { ...input, writerId: context.principal.id })
    if (isGone) tellGone(tx, context, input)
    else {
      const draft = await findOwn(tx, context, input)
      if (draft !== null) throw refuseOlder(draft)
    }
    return true
  })
}

/** Removes the caller's draft of what it has just said on a ticket; a draft with other words stays. */
export async function dropSentDraft(
  tx: Tx,
  context: Context,
  said: DraftKey & { readonly body: string },
): Promise<void> {
  if (!isWriter(context) || said.body.trim() === '') return
  const isGone = await deleteSaid(tx, context.workspace.id, { ...said, writerId: context.principal.id })
  if (isGone) tellGone(tx, context, said)
}

function tellGone(tx: Tx, { memory, principal }: Context, { ticketId, visibility }: DraftKey): void {
  const sign = { ticketId, visibility, writerId: principal.id, partnerId: principal.partnerId, revision: null }
  tx.afterCommit(() => sayDraftSign(memory, sign))
}
