import type { PresenceState } from '@switchyard/sdk'
import { wordFor } from './words/words.ts'

/** `ID` of `Inês Duarte`; one letter for one word. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean)
  const first = words[0]?.[0] ?? '?'
  const last = words.length > 1 ? (words.at(-1)?.[0] ?? '') : ''
  return (first + last).toUpperCase()
}

const hueOf = (id: string) => {
  let sum = 0
  for (const char of id) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 997
  return (sum % 6) + 1
}

interface AvatarProps {
  name: string
  /** What the hue follows, so a person keeps theirs: an id, else the name. */
  id?: string
  size?: 's' | 'm' | 'l' | 'xl'
  presence?: PresenceState
}

/** Initials on a quiet hue; presence is a shape and a colour, its word in the tooltip. */
export function Avatar({ name, id, size, presence }: AvatarProps) {
  const state = presence ? wordFor('presence', presence) : ''
  return (
    <span className={`av ${size ?? ''} hue-${hueOf(id ?? name)}`} title={state === '' ? name : `${name}, ${state}`}>
      <span aria-hidden="true">{initialsOf(name)}</span>
      <span className="sr-only">{state === '' ? name : `${name}, ${state}`}</span>
      {presence && <span className={`presence ${presence}`} aria-hidden="true" />}
    </span>
  )
}
