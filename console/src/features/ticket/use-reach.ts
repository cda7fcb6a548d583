import { useQuery } from '@tanstack/react-query'
import type { Ticket } from '@switchyard/sdk'
import { catalogueQuery } from '../../live/catalogue.ts'
import { customerQuery } from '../../live/customers.ts'
import { t, wordFor } from '../../ui/words/words.ts'
import { useReplyChannel } from './chat/use-ticket-chat.ts'
import type { Kind } from './use-composer.ts'

/** Whom the words reach, and how. */
export function useReach(ticket: Ticket, kind: Kind): string {
  const { channel, isChatOver } = useReplyChannel(ticket)
  const { data: customer } = useQuery({ ...customerQuery(ticket.customer.id), enabled: isChatOver })
  const isMailed = useQuery(catalogueQuery).data?.mailReplies !== false
  if (kind !== 'public') return t(kind === 'internal' ? 'composer.toStaff' : 'composer.toPartner')
  const name = ticket.customer.name ?? ticket.customer.externalId ?? t('ticket.someone')
  if (channel === 'email' && !isMailed) return t('composer.noMail', { name })
  const hasNoAddress = customer?.contacts.every((contact) => contact.kind !== 'email') === true
  if (isChatOver && hasNoAddress) return t('composer.toNobody', { name })
  return t('composer.to', { name, channel: wordFor('channel', channel), language: ticket.language ?? '' })
}
