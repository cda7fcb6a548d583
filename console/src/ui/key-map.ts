import { useSyncExternalStore } from 'react'
import { shortcutText } from './shortcut.ts'
import { onStored, readStored, writeStored } from './stored.ts'
import type { t } from './words/words.ts'

/** Where a verb is offered; verbs of two places that are on one screen cannot share a key. */
export type KeyPlace = 'everywhere' | 'list' | 'ticket' | 'queues' | 'workflow' | 'deliveries'

interface KeyVerb {
  place: KeyPlace
  /** As in `Action.shortcut`. */
  keys: string
  /** What the sheet calls it; an area is gone to. */
  word: Parameters<typeof t>[0]
}

const verb = (place: KeyPlace, keys: string, word: KeyVerb['word']): KeyVerb => ({ place, keys, word })

/** Every key that a person may choose otherwise, by the id of its verb, in the order of the sheet. */
export const keyMap = {
  palette: verb('everywhere', 'mod+k', 'frame.searchOrRun'),
  help: verb('everywhere', '?', 'help.title'),
  zen: verb('everywhere', 'z', 'frame.zen'),
  'undo-change': verb('everywhere', 'mod+z', 'keys.undoChange'),
  'go-inbox': verb('everywhere', 'g i', 'area.inbox'),
  'go-queues': verb('everywhere', 'g q', 'area.queues'),
  'go-customers': verb('everywhere', 'g c', 'area.customers'),
  'go-cases': verb('everywhere', 'g r', 'area.cases'),
  'go-quality': verb('everywhere', 'g u', 'area.quality'),
  'go-reports': verb('everywhere', 'g s', 'area.reports'),
  'go-workflow': verb('everywhere', 'g w', 'area.workflow'),
  'go-deliveries': verb('everywhere', 'g d', 'area.deliveries'),
  'go-partners': verb('everywhere', 'g p', 'area.partners'),
  'go-outbox': verb('everywhere', 'g m', 'area.outbox'),
  'go-audit': verb('everywhere', 'g a', 'area.audit'),
  'new-ticket': verb('everywhere', 'shift+n', 'frame.newTicket'),
  'next-chat': verb('everywhere', 'mod+j', 'chat.next'),
  search: verb('list', '/', 'search.label'),
  solve: verb('ticket', 'e', 'ticket.solve'),
  'solve-next': verb('ticket', 'shift+e', 'keys.solveNext'),
  reply: verb('ticket', 'r', 'composer.public'),
  note: verb('ticket', 'n', 'composer.internal'),
  macro: verb('ticket', 'm', 'macro.pick'),
  assign: verb('ticket', 'a', 'keys.assign'),
  'assign-me': verb('ticket', 'i', 'assign.me'),
  team: verb('ticket', 't', 'keys.team'),
  priority: verb('ticket', 'p', 'keys.priority'),
  status: verb('ticket', 's', 'transition.moveTo'),
  wait: verb('ticket', 'h', 'keys.wait'),
  tags: verb('ticket', 'l', 'tags.title'),
  details: verb('ticket', 'v', 'details.title'),
  merge: verb('ticket', 'd', 'merge.verb'),
  escalate: verb('ticket', 'x', 'escalate.title'),
  assist: verb('ticket', 'b', 'assist.title'),
  unread: verb('ticket', 'u', 'unread.verb'),
  consult: verb('ticket', 'c', 'chat.consult'),
  transfer: verb('ticket', 'f', 'chat.transfer'),
  'end-chat': verb('ticket', 'o', 'chat.end'),
  'task-take': verb('queues', 'i', 'verb.take'),
  'task-raise': verb('queues', 'p', 'keys.raise'),
  'task-reassign': verb('queues', 'a', 'verb.reassign'),
  'task-park': verb('queues', 'h', 'keys.park'),
  'task-requeue': verb('queues', 'u', 'verb.requeue'),
  wall: verb('queues', 'w', 'board.wall'),
  'dry-run': verb('workflow', 'mod+r', 'bench.run'),
  'webhook-add': verb('deliveries', 'n', 'hook.add'),
} as const satisfies Record<string, KeyVerb>

export type KeyId = keyof typeof keyMap
export const keyIds = Object.keys(keyMap) as KeyId[]
/** What somebody chose otherwise; null = this verb has no key. */
export type ChosenKeys = Partial<Record<KeyId, string | null>>

/** The other half of a verb, which is offered in its stead. */
const halves: Record<string, KeyId> = { 'task-unpark': 'task-park', 'wall-leave': 'wall' }
/** Keys that parts of a screen read themselves: everywhere J, K and the first step of two; the scorecard's own. */
const takenEverywhere = ['j', 'k', 'g']
const takenByReviews = ['0', '1', '2', '3', '4', '5', 'c', 'n', 'y']
const sideBySide: readonly KeyPlace[] = ['list', 'ticket']

/** The key of a verb among these choices; undefined when the map does not hold it. */
export function keyAmong(chosen: ChosenKeys, id: string): string | null | undefined {
  const known = halves[id] ?? id
  if (!(known in keyMap)) return undefined
  const own = chosen[known as KeyId]
  return own === undefined ? keyMap[known as KeyId].keys : own
}

const meet = (one: KeyPlace, other: KeyPlace) =>
  one === other ||
  one === 'everywhere' ||
  other === 'everywhere' ||
  (sideBySide.includes(one) && sideBySide.includes(other))

/** What stands against these keys for a verb: another verb that has them on the same screen, or a key that is not free. */
export function keyConflict(chosen: ChosenKeys, id: KeyId, keys: string | null): KeyId | 'taken' | null {
  if (keys === null) return null
  const { place } = keyMap[id]
  if (takenEverywhere.includes(keys) || (place === 'everywhere' && takenByReviews.includes(keys))) return 'taken'
  const other = keyIds.find((one) => one !== id && meet(place, keyMap[one].place) && keyAmong(chosen, one) === keys)
  return other ?? null
}

/** The choices with this verb on these keys; who had them gets what this one had. */
export function withKey(chosen: ChosenKeys, id: KeyId, keys: string | null): ChosenKeys {
  const other = keyConflict(chosen, id, keys)
  if (other === 'taken') return chosen
  const before = keyAmong(chosen, id) ?? null
  const next: ChosenKeys = { ...chosen, [id]: keys, ...(other === null ? {} : { [other]: before }) }
  // What is as the map has it is no choice.
  return Object.fromEntries(Object.entries(next).filter(([one, own]) => own !== keyMap[one as KeyId].keys))
}

const name = 'keys'
const watchers = new Set<() => void>()
let current: ChosenKeys | null = null
/** Read when it is first asked for. */
const chosenNow = () => (current ??= read())

function read(): ChosenKeys {
  const stored = readStored<unknown>(name, {})
  if (typeof stored !== 'object' || stored === null) return {}
  const isOurs = ([id, own]: [string, unknown]) => id in keyMap && (own === null || typeof own === 'string')
  return Object.fromEntries(Object.entries(stored).filter(isOurs)) as ChosenKeys
}

function tell(): void {
  watchers.forEach((watcher) => watcher())
}

/** Keeps what somebody chose, in this browser; nothing chosen is the map as it is. */
export function chooseKeys(chosen: ChosenKeys): void {
  current = chosen
  writeStored(name, Object.keys(chosen).length === 0 ? null : chosen)
  tell()
}

/** Hears of other choices, also of other tabs. Gives how to stop. */
export function watchKeys(watcher: () => void): () => void {
  const stop = onStored((changed) => {
    if (changed !== name) return
    current = read()
    watcher()
  })
  watchers.add(watcher)
  return () => {
    watchers.delete(watcher)
    stop()
  }
}

/** What this person chose otherwise. */
export function useChosenKeys(): ChosenKeys {
  return useSyncExternalStore(watchKeys, chosenNow)
}

/** The key of a verb at this moment; undefined when the map does not hold it. */
export function keyOf(id: string): string | null | undefined {
  return keyAmong(chosenNow(), id)
}

/** The key of a verb as it stands in a menu; empty where it has none. */
export function keyText(id: string): string {
  const keys = keyOf(id)
  return keys ? shortcutText(keys) : ''
}

/** The key of a verb as it stands on its button; nothing where it has none. */
export function useKeyText(id: KeyId): string | undefined {
  const keys = keyAmong(useChosenKeys(), id)
  return keys ? shortcutText(keys) : undefined
}
