import { Chip } from '../../ui/chip.tsx'
import { wordFor } from '../../ui/words/words.ts'
import type { MailState } from './mail-filter.ts'

const looks = {
  queued: { tone: 'near', icon: 'clock' },
  sent: { tone: 'met', icon: 'check' },
  failed: { tone: 'breach', icon: 'alert' },
  kept: { tone: 'quiet', icon: 'inbox' },
} as const

/** What became of a mail, by colour, icon and word. */
export function StateChip({ state }: { state: MailState }) {
  return <Chip {...looks[state]}>{wordFor('mail.state', state)}</Chip>
}
