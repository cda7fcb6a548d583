import { useSyncExternalStore } from 'react'
import { queryOptions } from '@tanstack/react-query'
import { ApiProblem } from '@switchyard/sdk'
import type { DraftSign, Listing, Draft as StoredDraft, Visibility } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { api } from '../../live/client.ts'
import { noteCopy, onWritten, readCopy, unsavedTickets } from './draft-copies.ts'
import type { DraftPlace } from './draft-copies.ts'
import { forgetHeld, placeDraft, readDraft, wordsToKeep, writeDraft } from './drafts.ts'
import type { Draft } from './drafts.ts'

/** Saved once the hand rests, and now and then where it does not. */
const [restMs, longestMs] = [1_000, 5_000]
const retryMs = 15_000
/** What a page that is left may still send. */
const longestLeft = 10_000
const kinds: readonly Visibility[] = ['public', 'internal', 'partner']

/** Where a draft is kept: on the server, or in this browser alone; and the one of another device that stands against it. */
export interface DraftState {
  kept: 'server' | 'here' | null
  other: StoredDraft | null
}

const untouched: DraftState = { kept: null, other: null }
const states = new Map<string, DraftState>()
const watchers = new Set<() => void>()
const timers = new Map<string, ReturnType<typeof setTimeout>>()
const beganAt = new Map<string, number>()
const turns = new Map<string, Promise<unknown>>()
const keyOf = ({ ticketId, kind }: DraftPlace) => `${ticketId} ${kind}`

function show(place: DraftPlace, state: Partial<DraftState>): void {
  states.set(keyOf(place), { ...(states.get(keyOf(place)) ?? untouched), ...state })
  watchers.forEach((watcher) => watcher())
}

/** Where a draft is kept, as it is now. */
export function useDraftState(ticketId: string, kind: Visibility): DraftState {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => states.get(keyOf({ ticketId, kind })) ?? untouched,
  )
}

/** One after the other for each ticket, in all tabs of this browser where it can hold them apart. */
function inTurn<T>(ticketId: string, job: () => Promise<T>): Promise<T> {
  const locks = navigator.locks as LockManager | undefined
  const run = () => (locks === undefined ? job() : locks.request(`draft ${ticketId}`, job))
  const turn = (turns.get(ticketId) ?? Promise.resolve()).then(run, run)
  turns.set(ticketId, turn)
  const leave = () => turns.get(ticketId) === turn && turns.delete(ticketId)
  turn.then(leave, leave)
  return turn as Promise<T>
}

const pathOf = ({ ticketId, kind }: DraftPlace) => `/v1/tickets/${ticketId}/drafts/${kind}`

/** Words on their way (`clientId`) are refused once they have arrived: a save that comes late brings no draft back. */
async function put(
  place: DraftPlace,
  draft: Draft,
  { revision, clientId }: { revision: number | null; clientId: string | null },
): Promise<number> {
  const { text, readSeq, macro = null } = draft
  const saved = await api.request<StoredDraft>({
    method: 'PUT',
    path: pathOf(place),
    body: { body: text, readSeq, macro, revision, clientId },
    keepalive: text.length < longestLeft,
  })
  return saved.revision
}

async function remove(place: DraftPlace, revision: number | null): Promise<null> {
  if (revision !== null)
    await api.request({ method: 'DELETE', path: pathOf(place), query: { revision }, keepalive: true })
  return null
}

function schedule(place: DraftPlace, waitMs: number): void {
  const key = keyOf(place)
  clearTimeout(timers.get(key))
  timers.set(
    key,
    setTimeout(() => save(place), waitMs),
  )
}

function heard(place: DraftPlace): void {
  const began = beganAt.get(keyOf(place)) ?? Date.now()
  beganAt.set(keyOf(place), began)
  show(place, { kept: null })
  // What was given up is gone at once everywhere, and what is on its way is kept at once.
  const rest = readDraft(place.ticketId, place.kind) === null ? 0 : restMs
  schedule(place, Math.max(0, Math.min(rest, began + longestMs - Date.now())))
}

function save(place: DraftPlace): void {
  clearTimeout(timers.get(keyOf(place)))
  timers.delete(keyOf(place))
  beganAt.delete(keyOf(place))
  void inTurn(place.ticketId, () => saveNow(place))
}

async function saveNow(place: DraftPlace): Promise<void> {
  const { ticketId, kind } = place
  const { revision: upon, isDirty } = readCopy(place)
  if (!isDirty || (states.get(keyOf(place))?.other ?? null) !== null) return
  const { draft, clientId } = wordsToKeep(ticketId, kind)
  try {
    const revision = draft === null ? await remove(place, upon) : await put(place, draft, { revision: upon, clientId })
    const isStill = wordsToKeep(ticketId, kind).draft === draft
    noteCopy(place, { revision, isDirty: !isStill })
    if (isStill) show(place, { kept: draft === null ? null : 'server' })
    else heard(place)
  } catch (error) {
    const status = error instanceof ApiProblem ? error.status : 0
    if (status === 409) {
      // They were said, or given up on another device.
      if (clientId !== null) forgetHeld(ticketId, clientId)
      return void (await meetAll(ticketId).catch(() => show(place, { kept: 'here' })))
    }
    show(place, { kept: 'here' })
    if (status === 0 || status === 429 || status >= 500) schedule(place, retryMs)
  }
}

const isSame = (mine: Draft, theirs: StoredDraft) =>
  mine.text.trim() === theirs.body.trim() && mine.macro?.key === theirs.macro?.key

const localOf = ({ body, readSeq, macro }: StoredDraft): Draft => ({ text: body, readSeq, macro: macro ?? undefined })

/** Takes what the server has where nothing was written here since; of two that were written apart neither is lost. */
function meet(place: DraftPlace, theirs: StoredDraft | null): void {
  const { ticketId, kind } = place
  const { revision: upon, isDirty } = readCopy(place)
  const mine = readDraft(ticketId, kind)
  const revision = theirs?.revision ?? null
  const take = () => {
    placeDraft(ticketId, kind, theirs && localOf(theirs))
    noteCopy(place, { revision, isDirty: false })
  }
  if (!isDirty) {
    if (revision !== upon) take()
    show(place, { kept: theirs && 'server', other: null })
  } else if (theirs === null || revision === upon) {
    noteCopy(place, { revision, isDirty: true })
    show(place, { other: null })
    schedule(place, 0)
  } else if (mine === null) take()
  else if (isSame(mine, theirs)) {
    noteCopy(place, { revision, isDirty: false })
    show(place, { kept: 'server', other: null })
  } else show(place, { other: theirs })
}

async function meetAll(ticketId: string, signal?: AbortSignal): Promise<readonly StoredDraft[]> {
  const path = `/v1/tickets/${ticketId}/drafts`
  const { data } = await api.request<Listing<StoredDraft>>({ method: 'GET', path, ...(signal && { signal }) })
  for (const kind of kinds)
    meet({ ticketId, kind }, data.find(({ isMine, visibility }) => isMine && visibility === kind) ?? null)
  return data.filter(({ isMine }) => !isMine)
}

/** Brings one's own drafts of a ticket together with those of one's other devices; gives the unsent replies of others. */
export const draftsQuery = (ticketId: string) =>
  queryOptions({
    queryKey: cacheKeys.drafts(ticketId),
    queryFn: ({ signal }) => inTurn(ticketId, () => meetAll(ticketId, signal)),
    staleTime: 0,
    refetchOnWindowFocus: true,
    retry: false,
  })

/** Calls back when a draft that was saved or removed is news here: what this browser does itself is none. */
export function whenNews({ ticketId, visibility, isMine, revision }: DraftSign, heard: () => void): void {
  const ask = () => {
    const known = readCopy({ ticketId, kind: visibility }).revision
    if (revision === null ? known !== null : known === null || known < revision) heard()
  }
  if (isMine) void inTurn(ticketId, async () => ask())
  else heard()
}

/** Of two drafts written apart: takes the other device's, or keeps the one here and saves it over the other. */
export function settleDraft(ticketId: string, kind: Visibility, choice: 'theirs' | 'mine'): void {
  const place = { ticketId, kind }
  const theirs = states.get(keyOf(place))?.other ?? null
  if (theirs === null) return
  show(place, { other: null })
  noteCopy(place, { revision: theirs.revision, isDirty: false })
  if (choice === 'mine') writeDraft(ticketId, kind, readDraft(ticketId, kind))
  else {
    placeDraft(ticketId, kind, localOf(theirs))
    show(place, { kept: 'server' })
  }
}

/** Saves at once what waits for a hand to rest. */
function hurry(): void {
  if (document.visibilityState !== 'hidden') return
  for (const key of timers.keys()) {
    const [ticketId = '', kind = 'public'] = key.split(' ') as [string?, Visibility?]
    save({ ticketId, kind })
  }
}

/** Saves what pages before this one could not, of this person. */
function resume(): void {
  for (const ticketId of unsavedTickets()) void inTurn(ticketId, () => meetAll(ticketId)).catch(() => undefined)
}

/** Keeps drafts on the server from now on. Gives how to stop. */
export function keepDrafts(): () => void {
  const ended = new AbortController()
  const stop = onWritten(heard)
  document.addEventListener('visibilitychange', hurry, { signal: ended.signal })
  addEventListener('online', resume, { signal: ended.signal })
  resume()
  return () => {
    ended.abort()
    stop()
  }
}
