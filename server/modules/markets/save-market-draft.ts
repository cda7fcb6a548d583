import type { Context, Tx } from '../../platform/context.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { requirePermission } from '../access/index.ts'
import type { MarketDraft } from './market-draft.ts'
import { deleteMarketDraft, insertMarketDraft, updateMarketDraft } from './market-draft-store.ts'
import { findMarketDraft } from './market-draft-view.ts'
import { findMarketInForce } from './market-view.ts'

export interface MarketDraftInput {
  readonly slug: string
  readonly document: string
  /** Null = what the draft there is was written over, else what is in force. */
  readonly basedOn: number | null
  /** The draft the words were written upon; 0 = none was there, null = whichever. */
  readonly expectedVersion: number | null
}

/**
 * Keeps what is being written of a market, faults and all; its editors share it. Throws `version_mismatch` when it was
 * written upon another draft than the one there is, and `invalid` for a version of the market that is not there.
 */
export async function saveMarketDraft(context: Context, input: MarketDraftInput): Promise<MarketDraft> {
  requirePermission(context, 'market:write', { market: input.slug, franchisee: null })
  if (input.document.trim() === '') throw refuseField('/document', 'required', 'Write something, or drop the draft.')
  const { slug, document, expectedVersion } = input
  const { kind, id, name } = context.principal
  const workspaceId = context.workspace.id
  // oxlint-disable-next-line switchyard/verb -- what is not published yet is no fact
  return context.transaction(async (tx) => {
    const basedOn = await basisOf(tx, context, input)
    const draft = { slug, document, basedOn, savedBy: { kind, id, name }, savedAt: context.now() }
    const isSaved =
      expectedVersion === null || expectedVersion === 0
        ? await insertMarketDraft(tx, workspaceId, { ...draft, isNew: expectedVersion === 0 })
        : await updateMarketDraft(tx, workspaceId, { ...draft, version: expectedVersion })
    const saved = await findMarketDraft(tx, workspaceId, slug)
    if (!isSaved || saved === null) throw otherDraft(saved)
    return saved
  })
}

async function basisOf(tx: Tx, context: Context, { slug, basedOn }: MarketDraftInput): Promise<number> {
  const workspaceId = context.workspace.id
  const inForce = (await findMarketInForce(tx, workspaceId, slug))?.version ?? 0
  if (basedOn === null) return (await findMarketDraft(tx, workspaceId, slug))?.basedOn ?? inForce
  if (basedOn > inForce)
    throw refuseField('/basedOn', 'unknown_version', `The market is at version ${inForce}; there is no later one.`)
  return basedOn
}

/**
 * Gives up what was being written of a market; what is gone already stays so. Throws `version_mismatch` when the draft is
 * at another version than the one given (null = whichever).
 */
export async function dropMarketDraft(
  context: Context,
  { slug, expectedVersion }: { slug: string; expectedVersion: number | null },
): Promise<void> {
  requirePermission(context, 'market:write', { market: slug, franchisee: null })
  const workspaceId = context.workspace.id
  // oxlint-disable-next-line switchyard/verb -- what is not published yet is no fact
  await context.transaction(async (tx) => {
    if (await deleteMarketDraft(tx, workspaceId, { slug, version: expectedVersion })) return
    const present = await findMarketDraft(tx, workspaceId, slug)
    if (present !== null) throw otherDraft(present)
  })
}

/** Says that the draft is another one by now, and whose. */
function otherDraft(present: MarketDraft | null): AppError {
  if (present === null)
    return new AppError('version_mismatch', 'The draft was published or dropped meanwhile.', { currentVersion: 0 })
  const savedBy = present.savedBy.name ?? 'Somebody'
  const message = `${savedBy} has saved the draft meanwhile.`
  return new AppError('version_mismatch', message, { currentVersion: present.version, savedBy })
}
