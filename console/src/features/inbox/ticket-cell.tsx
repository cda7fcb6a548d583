import type { Ticket } from '@switchyard/sdk'
import { Avatar } from '../../ui/avatar.tsx'
import { channelIcon } from '../../ui/channel.ts'
import { Chip } from '../../ui/chip.tsx'
import { useClock } from '../../ui/clock.ts'
import { Icon } from '../../ui/icon.tsx'
import { languageName } from '../../ui/language-name.ts'
import { subjectOf } from '../../ui/subject-of.ts'
import { fullDate, listTime } from '../../ui/time.ts'
import { t, wordFor } from '../../ui/words/words.ts'
import type { ListColumn } from '../../live/list-shape.ts'
import { SnoozeMark } from './snooze-mark.tsx'

/** What a column of words shows of a ticket; '' = the ticket has none. */
export function factOf(ticket: Ticket, column: ListColumn, queueLabel: (slug: string) => string): string {
  switch (column) {
    case 'number':
      return `#${ticket.number}`
    case 'summary':
      return subjectOf(ticket)
    case 'customer':
      return ticket.customer.name ?? ticket.customer.externalId ?? t('ticket.someone')
    case 'status':
    case 'priority':
    case 'channel':
      return wordFor(column, ticket[column])
    case 'queue':
      return ticket.queue === null ? '' : queueLabel(ticket.queue)
    case 'assignee':
      return ticket.assignee?.name ?? ''
    case 'language':
      return ticket.language === null ? '' : languageName(ticket.language)
    case 'category':
    case 'type':
      return ticket[column] === null ? '' : wordFor(column, ticket[column])
    case 'tags':
      return ticket.tags.join(', ')
    case 'due':
    case 'created':
    case 'updated':
      return ''
  }
}

function Instant({ at }: { at: string }) {
  const text = useClock((nowMs) => listTime(at, nowMs))
  return (
    <time dateTime={at} title={fullDate(at)} className="num whitespace-nowrap text-ink-3">
      {text}
    </time>
  )
}

function Tags({ tags }: { tags: readonly string[] }) {
  return (
    <span className="flex min-w-0 items-center gap-1 overflow-hidden">
      {tags.slice(0, 2).map((tag) => (
        <Chip key={tag}>{tag}</Chip>
      ))}
      {tags.length > 2 && <span className="type-meta text-ink-3">+{tags.length - 2}</span>}
    </span>
  )
}

interface TicketCellProps {
  ticket: Ticket
  column: ListColumn
  queueLabel: (slug: string) => string
}

/** One fact of a ticket in a table; the clock has a button of its own there. */
export function TicketCell({ ticket, column, queueLabel }: TicketCellProps) {
  const fact = factOf(ticket, column, queueLabel)
  switch (column) {
    case 'created':
      return <Instant at={ticket.createdAt} />
    case 'updated':
      return <Instant at={ticket.updatedAt} />
    case 'tags':
      return <Tags tags={ticket.tags} />
    case 'number':
      return <span className="num text-ink-3">{fact}</span>
    case 'summary':
      return (
        <>
          <bdi className="min-w-0 truncate font-medium">{fact}</bdi>
          {ticket.snoozedUntil && (
            <span className="ms-1.5 flex-none">
              <SnoozeMark until={ticket.snoozedUntil} />
            </span>
          )}
        </>
      )
    case 'assignee':
      return ticket.assignee === null ? null : (
        <span className="flex min-w-0 items-center gap-1.5">
          <Avatar name={ticket.assignee.name} id={ticket.assignee.id} size="s" />
          <bdi className="min-w-0 truncate">{fact}</bdi>
        </span>
      )
    case 'channel':
      return (
        <span className="flex min-w-0 items-center gap-1.5">
          <Icon name={channelIcon(ticket.channel)} tone="text-ink-3" />
          <span className="min-w-0 truncate">{fact}</span>
        </span>
      )
    case 'customer':
    case 'status':
    case 'priority':
    case 'queue':
    case 'due':
    case 'language':
    case 'category':
    case 'type':
      return (
        <bdi className="min-w-0 truncate" title={fact}>
          {fact}
        </bdi>
      )
  }
}
