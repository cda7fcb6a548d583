import type { TicketViewer } from '@switchyard/sdk'
import { language, t } from '../../ui/words/words.ts'

const mostNamed = 2
/** What a reply might collide with comes first. */
const order = ['public', 'partner', 'internal', null] as const

/** `Ana`, `Ana and Bo`, `Ana, Bo and 3 more`, as the language joins them. */
function namesOf(viewers: readonly TicketViewer[]): string {
  const names = viewers.slice(0, mostNamed).map(({ name }) => name)
  const more = viewers.length - names.length
  const parts = more > 0 ? [...names, t('viewer.more', { count: more })] : names
  return new Intl.ListFormat(language(), { type: 'conjunction' }).format(parts)
}

/** A sentence for each thing people do at a ticket, replies first; none when nobody is there. */
export function viewerWords(viewers: readonly TicketViewer[]): string[] {
  return order.flatMap((writing) => {
    const doing = viewers.filter((viewer) => viewer.writing === writing)
    const names = { names: namesOf(doing) }
    if (doing.length === 0) return []
    return doing.length === 1 ? t(`viewer.${writing ?? 'here'}`, names) : t(`viewer.${writing ?? 'here'}Many`, names)
  })
}
