import type { Monitor } from '@switchyard/sdk'
import { t, wordFor } from './words/words.ts'

/** Who watches and how: `Helena: whispering`. */
export function monitorWords({ supervisor, mode }: Monitor, memberId: string): string {
  const { id, kind, name } = supervisor
  const who = id === memberId ? t('ticket.you') : (name ?? wordFor('actor', kind))
  return `${who}: ${wordFor('monitor.mode', mode)}`
}
