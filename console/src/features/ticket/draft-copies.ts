import type { Visibility } from '@switchyard/sdk'
import { memberNow } from '../../live/me.ts'
import { onStored, readStored, storedNames, writeStored } from '../../ui/stored.ts'

/** The draft of a ticket that is meant, among one's own. */
export interface DraftPlace {
  ticketId: string
  kind: Visibility
}

/** What is known of a draft's copy on the server. */
export interface DraftCopy {
  /** As the server had it when the words here were the same; null = it had none. */
  revision: number | null
  /** What is here was written since. */
  isDirty: boolean
}

const none: DraftCopy = { revision: null, isDirty: false }
const prefix = () => `draftCopy.${memberNow()}.`
const nameOf = ({ ticketId, kind }: DraftPlace) => `${prefix()}${ticketId}.${kind}`
const known = new Map<string, DraftCopy>()
const listeners = new Set<(place: DraftPlace) => void>()
onStored((name) => void known.delete(name))

/** What is known of the server's copy. */
export function readCopy(place: DraftPlace): DraftCopy {
  const name = nameOf(place)
  const copy = known.get(name) ?? readStored(name, none)
  known.set(name, copy)
  return copy
}

/** Notes what is known of it, for this page and the ones after it. */
export function noteCopy(place: DraftPlace, copy: DraftCopy): void {
  const name = nameOf(place)
  known.set(name, copy)
  writeStored(name, copy.revision === null && !copy.isDirty ? null : copy)
}

/** Somebody wrote here: the server's copy is behind. */
export function noteWritten(place: DraftPlace): void {
  noteCopy(place, { ...readCopy(place), isDirty: true })
  listeners.forEach((heard) => heard(place))
}

/** Hears of what is written. Gives how to stop. */
export function onWritten(heard: (place: DraftPlace) => void): () => void {
  listeners.add(heard)
  return () => void listeners.delete(heard)
}

/** The tickets on which this person wrote what the server does not have, in this browser. */
export function unsavedTickets(): string[] {
  const names = storedNames(prefix()).filter((name) => readStored(name, none).isDirty)
  return [...new Set(names.flatMap((name) => name.split('.')[2] ?? []))]
}
