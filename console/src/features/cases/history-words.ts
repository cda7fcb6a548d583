import type { Case, CaseDetail } from '@switchyard/sdk'
import { t, wordFor } from '../../ui/words/words.ts'

export type HistoryLine = CaseDetail['history'][number]

const textOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

/** What was changed, and what it is since. */
function changesOf({ values }: HistoryLine['data']): { name: string; to: string }[] {
  const told = Array.isArray(values) ? (values as { name?: unknown; to?: unknown }[]) : []
  return told.map(({ name, to }) => ({ name: textOf(name), to: textOf(to) }))
}

/** Who a line tells of: a name, or the product itself for rules and timers. */
export function whoOf({ actor }: HistoryLine): string {
  return actor.name ?? wordFor('actor', actor.kind)
}

/** What a line of the audit trail tells, as the rest of a sentence that begins with who did it. */
export function historyWords(line: HistoryLine, one: Pick<Case, 'checks' | 'tickets' | 'trigger'>): string {
  const { data, type } = line
  const word = (prefix: string, key: string) => wordFor(prefix, textOf(data[key]))
  switch (type) {
    case 'case.opened':
      return one.trigger === null ? t('trail.opened') : t('trail.openedByTrigger', { trigger: one.trigger })
    case 'case.status_changed':
      return t('trail.moved', { to: word('case.status', 'to') })
    case 'case.check_set': {
      const name = textOf(data.check)
      const check = one.checks.find((known) => known.name === name)?.label ?? name
      return t('trail.checked', { check, result: word('case.check', 'result') })
    }
    case 'case.evidence_added':
      return t('trail.evidence', { kind: word('case.evidence', 'kind') })
    case 'case.ticket_linked': {
      const linked = one.tickets.find(({ id }) => id === data.ticketId)
      return linked === undefined ? t('trail.linked') : t('trail.linkedTicket', { number: linked.number })
    }
    case 'case.escalated':
      return t('trail.raised', { to: textOf(data.to) })
    case 'case.updated':
      return changesOf(data)
        .map(({ name, to }) =>
          name === 'severity' ? t('trail.graded', { to: wordFor('priority', to) }) : t('trail.sent', { to }),
        )
        .join(', ')
    case 'case.decided':
      return word('trail.decided', 'outcome')
    case 'case.paused':
      return t('trail.paused', { who: word('case.waits', 'waitsFor') })
    case 'case.warned':
      return t('trail.warned', { percent: textOf(data.percent) })
    default:
      return wordFor('trail', type.slice('case.'.length))
  }
}
