import { useEffect, useSyncExternalStore } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import { ApiProblem } from '@switchyard/sdk'
import type { Upload } from '../../live/uploads.ts'
import { returnUploads } from '../../live/uploads.ts'
import { readStored, storedNames, writeStored } from '../../ui/stored.ts'
import { showToast } from '../../ui/toasts.tsx'
import { undoSeconds } from '../../ui/undo-time.ts'
import { t } from '../../ui/words/words.ts'
import { forgetHeld, holdDraft, isReplyShown, releaseDraft, returnToReply, showReply, writeDraft } from './drafts.ts'
import { timelineQuery } from './queries.ts'
import { markSaid, say } from './say.ts'
import type { Said } from './say.ts'

/** How long a reply that a page left behind is given to arrive before it is sent again. */
const settleMs = 3000

/** A reply on its way: stored until the server has it, so that neither a reload nor a closed tab loses or doubles it. */
interface Outgoing extends Said {
  number: number
  /** Who said it: nobody else who signs in here sends it. */
  memberId: string
  /** When it goes, by the clock of this browser. */
  dueAt: number
}
export interface OutgoingReply extends Outgoing {
  isSending: boolean
}

const prefix = 'outgoing.'
let replies: readonly OutgoingReply[] = []
const faults = new Map<string, Error>()
const uploadsOf = new Map<string, readonly Upload[]>()
const timers = new Map<string, ReturnType<typeof setTimeout>>()
const watchers = new Set<() => void>()
let isLeaving = false

function change(next: readonly OutgoingReply[]): void {
  replies = next
  watchers.forEach((watcher) => watcher())
}

const find = (clientId: string) => replies.find((one) => one.clientId === clientId)
const store = (reply: Outgoing) => writeStored(prefix + reply.clientId, reply)

function forget(clientId: string): void {
  clearTimeout(timers.get(clientId))
  timers.delete(clientId)
  writeStored(prefix + clientId, null)
  change(replies.filter((one) => one.clientId !== clientId))
}

/** The words are a draft again. The same id stays with them while nobody knows whether they arrived. */
function giveBack(reply: OutgoingReply, error: Error | null): void {
  const isUnsure = !(error instanceof ApiProblem) || error.status === 0 || error.status >= 500
  const { ticketId, text, lastSeenSeq, macro, clientId } = reply
  if (error !== null) faults.set(ticketId, error)
  forget(clientId)
  forgetHeld(ticketId, clientId)
  returnToReply(ticketId, {
    text,
    readSeq: lastSeenSeq,
    macro: macro ?? undefined,
    clientId: isUnsure ? clientId : undefined,
  })
  returnUploads(`${ticketId} public`, uploadsOf.get(clientId) ?? [])
  uploadsOf.delete(clientId)
}

const isBehind = (one: OutgoingReply, sent: OutgoingReply) =>
  one.ticketId === sent.ticketId && one.lastSeenSeq !== null && one.lastSeenSeq === sent.lastSeenSeq

/** One delivery of each, whoever asks for it. */
const deliveries = new Map<string, Promise<void>>()

function deliver(client: QueryClient, clientId: string): Promise<void> {
  const known = deliveries.get(clientId)
  if (known !== undefined) return known
  const delivery = deliverOnce(client, clientId).finally(() => deliveries.delete(clientId))
  deliveries.set(clientId, delivery)
  return delivery
}

async function deliverOnce(client: QueryClient, clientId: string): Promise<void> {
  const reply = find(clientId)
  if (reply === undefined || reply.isSending) return
  clearTimeout(timers.get(clientId))
  change(replies.map((one) => (one === reply ? { ...one, isSending: true } : one)))
  try {
    const message = await say(reply, isLeaving)
    forget(clientId)
    releaseDraft(reply.ticketId, clientId)
    uploadsOf.delete(clientId)
    // Its writer has seen their own words: a reply waiting behind it is not warned of them.
    if (message !== null)
      change(replies.map((one) => (isBehind(one, reply) ? { ...one, lastSeenSeq: message.seq } : one)))
    markSaid(client, reply, message)
  } catch (error) {
    // A page that is being left hears nothing of what became of it: the next one asks again.
    if (isLeaving) return
    giveBack(reply, error instanceof Error ? error : new ApiProblem({ status: 0 }, null))
    void client.invalidateQueries(timelineQuery(reply.ticketId))
    // Where its writer looks, the composer says so itself.
    if (!isReplyShown(reply.ticketId))
      showToast({ text: t('outgoing.failed', { number: reply.number }), isFailure: true })
  }
}

/** Sends a reply after the time in which it can be taken back; one that waits on the same ticket goes at once. */
export function sendSoon(client: QueryClient, said: Omit<Outgoing, 'dueAt'>, uploads: readonly Upload[]): void {
  for (const { clientId } of replies.filter(({ ticketId }) => ticketId === said.ticketId))
    void deliver(client, clientId)
  const undoMs = undoSeconds() * 1000
  const reply = { ...said, dueAt: Date.now() + undoMs, isSending: false }
  faults.delete(said.ticketId)
  uploadsOf.set(said.clientId, uploads)
  store(reply)
  change([...replies, reply])
  const { ticketId, clientId, text, lastSeenSeq, macro } = said
  if (undoMs === 0) writeDraft(ticketId, 'public', null)
  else holdDraft(ticketId, clientId, { text, readSeq: lastSeenSeq, macro: macro ?? undefined })
  timers.set(
    said.clientId,
    setTimeout(() => void deliver(client, said.clientId), undoMs),
  )
}

/** Lets what is said on a ticket go before what is done to it. Gives whether there was anything; throws why it did not go. */
export async function settleReplies(client: QueryClient, ticketId: string): Promise<boolean> {
  const waiting = replies.filter((one) => one.ticketId === ticketId)
  for (const { clientId } of waiting) await deliver(client, clientId)
  const fault = faults.get(ticketId)
  if (waiting.length > 0 && fault !== undefined) throw fault
  return waiting.length > 0
}

/** Lets everything go that waits: whoever signs out has nothing left to take back. */
export async function settleAllReplies(client: QueryClient): Promise<void> {
  await Promise.all(replies.map(({ clientId }) => deliver(client, clientId)))
}

/** Sends it now. */
export function sendNow(client: QueryClient, clientId: string): void {
  void deliver(client, clientId)
}

/** Takes a reply back that has not gone. */
export function undoSend(clientId: string): void {
  const reply = find(clientId)
  if (reply === undefined || reply.isSending) return
  giveBack(reply, null)
  showReply(reply.ticketId)
}

/** Sends what this person's pages before this one left behind, unless another tab still holds it back. */
function resume(client: QueryClient, memberId: string): void {
  for (const name of storedNames(prefix)) {
    const left = readStored<Outgoing | null>(name, null)
    if (left === null || left.memberId !== memberId || find(left.clientId)) continue
    const waitMs = Math.max(left.dueAt, Date.now()) + settleMs - Date.now()
    setTimeout(() => {
      if (readStored<Outgoing | null>(name, null) === null || find(left.clientId)) return
      change([...replies, { ...left, isSending: false }])
      void deliver(client, left.clientId)
    }, waitMs)
  }
}

function keepReplies(client: QueryClient, memberId: string): () => void {
  const leave = () => {
    isLeaving = true
    for (const reply of replies.filter(({ isSending }) => !isSending)) {
      forgetHeld(reply.ticketId, reply.clientId)
      store({ ...reply, dueAt: Date.now() })
      void deliver(client, reply.clientId)
    }
  }
  const comeBack = ({ persisted }: PageTransitionEvent) => {
    if (!persisted) return
    isLeaving = false
    deliveries.clear()
    change([])
    resume(client, memberId)
  }
  addEventListener('pagehide', leave)
  addEventListener('pageshow', comeBack)
  resume(client, memberId)
  return () => {
    removeEventListener('pagehide', leave)
    removeEventListener('pageshow', comeBack)
  }
}

/** Lets no reply be lost with its page: what waits goes when the page is left, and what was left goes now. */
export function useKeptReplies(memberId: string): void {
  const client = useQueryClient()
  useEffect(() => keepReplies(client, memberId), [client, memberId])
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher)
  return () => void watchers.delete(watcher)
}

/** Every reply that is on its way. */
export function useAllOutgoing(): readonly OutgoingReply[] {
  return useSyncExternalStore(watch, () => replies)
}

/** The replies of a ticket that are on their way, and why the last one did not go. */
export function useOutgoing(ticketId: string): { last: OutgoingReply | null; fault: Error | null } {
  const all = useAllOutgoing()
  return { last: all.findLast((one) => one.ticketId === ticketId) ?? null, fault: faults.get(ticketId) ?? null }
}
