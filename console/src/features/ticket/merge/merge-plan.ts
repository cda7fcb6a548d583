import type { Ticket } from '@switchyard/sdk'
import { listTime } from '../../../ui/time.ts'
import { t, wordFor } from '../../../ui/words/words.ts'

/** What stands in the way of a merge, or deserves a second look before it. */
export interface MergeWarning {
  kind: 'blocks' | 'asks' | 'note'
  text: string
}

const isEnded = (ticket: Ticket) => ticket.statusCategory === 'solved' || ticket.statusCategory === 'closed'

/** What to know before a merge (helpdesk.md 2.3, 3.1); `asks` needs the word that both are one person. */
export function mergeWarnings(source: Ticket, target: Ticket, mayJoinCustomers: boolean): MergeWarning[] {
  const warnings: MergeWarning[] = []
  const add = (kind: MergeWarning['kind'], text: string) => warnings.push({ kind, text })
  if (source.id === target.id) add('blocks', t('merge.same'))
  if (target.mergedInto) add('blocks', t('merge.targetMerged', { number: target.mergedInto.number }))
  if (source.customer.id !== target.customer.id)
    add(mayJoinCustomers ? 'asks' : 'blocks', t(mayJoinCustomers ? 'merge.otherCustomer' : 'merge.otherCustomerNo'))
  if (source.channel === 'voice' && !isEnded(source)) add('note', t('merge.call'))
  if (isEnded(target) && !target.mergedInto)
    add('note', t('merge.targetEnded', { status: wordFor('status', target.status) }))
  if (source.order && target.order && source.order.id !== target.order.id)
    add('note', t('merge.otherOrder', { source: source.order.id, target: target.order.id }))
  if (source.language && target.language && source.language !== target.language) add('note', t('merge.otherLanguage'))
  return warnings
}

interface ComparedField {
  name: string
  source: string
  target: string
}

/** The fields of both tickets side by side; the target's stay whatever they are. */
export function compareFields(source: Ticket, target: Ticket, nowMs: number): ComparedField[] {
  const nothing = '–'
  const of = (name: string, read: (ticket: Ticket) => string | null | undefined): ComparedField => ({
    name,
    source: read(source) || nothing,
    target: read(target) || nothing,
  })
  return [
    of(t('merge.field.customer'), ({ customer }) => customer.name ?? customer.externalId),
    of(t('merge.field.status'), ({ status }) => wordFor('status', status)),
    of(t('merge.field.priority'), ({ priority }) => wordFor('priority', priority)),
    of(t('merge.field.queue'), ({ queue }) => queue),
    of(t('merge.field.assignee'), ({ assignee }) => assignee?.name),
    of(t('merge.field.channel'), ({ channel }) => wordFor('channel', channel)),
    of(t('merge.field.order'), ({ order }) => order?.id),
    of(t('merge.field.tags'), ({ tags }) => tags.join(', ')),
    of(t('merge.field.created'), ({ createdAt }) => listTime(createdAt, nowMs)),
  ]
}
