import type { Context, Tx } from '../../platform/context.ts'
import { announceEvents } from '../events/index.ts'
import { findAuthorNames } from '../tickets/index.ts'
import { holdWorkflow } from '../workflow/index.ts'
import { authorOf, type DecidedWords, decideWords } from './decide-words.ts'
import type { WaitingWord } from './gather-words.ts'
import { announceSaid } from './said-news.ts'
import { UnstorableWords, writeSaid } from './said-store.ts'
import { holdTalks } from './talk-store.ts'
import { findTakenIds, findTalks } from './talk-view.ts'

/**
 * Says words of many chats of one workspace in one transaction: what each needs is read under the locks of its ticket and
 * chat, decided in memory, and written by one statement. What somebody else holds, and what is more than a word, is given
 * back to be said alone; so is everything when a row cannot be stored.
 */
export async function sayTogether(batch: readonly WaitingWord[]): Promise<void> {
  const [first] = batch
  if (first === undefined) return
  const decided = await sayAll(first.context, batch).catch((error: unknown) => {
    if (!(error instanceof UnstorableWords)) throw error
    return null
  })
  if (decided === null) return batch.forEach(({ resolve }) => resolve('alone'))
  const { memory } = first.context
  for (const { resolve } of decided.alone) resolve('alone')
  if (decided.said.length === 0) return
  for (const { entry, message } of decided.said) entry.resolve({ message, isRepeat: false })
  announceEvents(memory)
  const news = decided.said.map(({ entry, message, eventIds }) => ({
    workspaceId: entry.context.workspace.id,
    eventIds,
    message,
  }))
  // Who said it has its acknowledgement first.
  setImmediate(() => announceSaid(memory, news))
}

function sayAll(context: Context, batch: readonly WaitingWord[]): Promise<DecidedWords> {
  // oxlint-disable-next-line switchyard/verb -- sayInChat is the verb: each word is asked about in decideWords, which gives its event
  return context.transaction(async (tx) => {
    const decided = decideWords(batch, await readTalks(tx, context, batch))
    const { rows, said } = decided
    if (said.length > 0) await writeSaid(tx, context.workspace.id, { rows, at: said[0]?.message.createdAt ?? 0 })
    return decided
  })
}

async function readTalks(tx: Tx, context: Context, batch: readonly WaitingWord[]) {
  const workspaceId = context.workspace.id
  const chatIds = [...new Set(batch.map(({ word }) => word.chatId))]
  const ids = batch.flatMap(({ word: { chatId, clientId } }) => (clientId === null ? [] : [{ chatId, clientId }]))
  const authors = batch.map((entry) => authorOf(entry, null)).filter(({ kind }) => kind !== 'customer')
  const byName = new Map(authors.map((author) => [`${author.kind} ${author.id}`, author]))
  // Sent at once and carried out one after the other: what is read is read under the locks.
  const [workflow, held, talks, taken, names] = await Promise.all([
    holdWorkflow(tx, context),
    holdTalks(tx, workspaceId, chatIds),
    findTalks(tx, workspaceId, chatIds),
    findTakenIds(tx, workspaceId, ids),
    findAuthorNames(tx, workspaceId, [...byName.values()]),
  ])
  const isHeld = new Set(held)
  return {
    talks: new Map([...talks].filter(([id]) => isHeld.has(id))),
    taken,
    names,
    workflow,
    at: context.now(),
  }
}
