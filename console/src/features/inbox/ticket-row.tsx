import { Link } from '@tanstack/react-router'
import type { Ticket } from '@switchyard/sdk'
import { Avatar } from '../../ui/avatar.tsx'
import { channelIcon } from '../../ui/channel.ts'
import { Chip } from '../../ui/chip.tsx'
import { useClock } from '../../ui/clock.ts'
import { Icon } from '../../ui/icon.tsx'
import { SlaButton } from '../../ui/sla-button.tsx'
import { SlaChip } from '../../ui/sla-chip.tsx'
import { subjectOf } from '../../ui/subject-of.ts'
import { fullDate, listTime } from '../../ui/time.ts'
import { plural, t, wordFor } from '../../ui/words/words.ts'
import type { ListColumn } from '../../live/list-shape.ts'
import { SnoozeMark } from './snooze-mark.tsx'
import { factOf } from './ticket-cell.tsx'

/** Columns whose words a card shows elsewhere. */
const isOnCard: ReadonlySet<ListColumn> = new Set(['summary', 'customer', 'assignee', 'due', 'created', 'updated'])

function factsOf(ticket: Ticket, columns: readonly ListColumn[], queueLabel: (slug: string) => string): string[] {
  if (columns.length === 0) return [ticket.priority, ...ticket.tags]
  return columns
    .filter((column) => !isOnCard.has(column))
    .flatMap((column) => (column === 'tags' ? ticket.tags : factOf(ticket, column, queueLabel)))
    .filter((fact) => fact !== '')
}

/** Facts of a row beside its clock, those of the view's columns: two at most, one beside a snooze, then a count. */
function Facts({ ticket, columns, queueLabel }: Pick<TicketRowProps, 'ticket' | 'columns' | 'queueLabel'>) {
  const facts = factsOf(ticket, columns, queueLabel)
  const isPartner = ticket.status === 'waiting_partner'
  const shown = facts.slice(0, ticket.snoozedUntil ? 1 : 2)
  return (
    <>
      {isPartner ? (
        <Chip tone="partner">{t('inbox.withPartner')}</Chip>
      ) : (
        shown.map((fact) => <Chip key={fact}>{fact}</Chip>)
      )}
      {!isPartner && facts.length > shown.length && (
        <span className="type-meta text-ink-3">+{facts.length - shown.length}</span>
      )}
    </>
  )
}

function lastLine(ticket: Ticket, meId: string | null): string {
  const last = ticket.lastMessage
  if (!last) return [ticket.serviceLine, ticket.queue, wordFor('status', ticket.status)].filter(Boolean).join(' · ')
  if (last.isRedacted) return t('message.gone')
  const text = last.body === '' ? plural('file.count', last.attachments) : last.body.replace(/\s+/g, ' ')
  return last.author.id === meId ? t('inbox.youSaid', { text }) : text
}

interface TicketRowProps {
  ticket: Ticket
  /** What the view shows; none = what a card shows by itself. */
  columns: readonly ListColumn[]
  queueLabel: (slug: string) => string
  search: object
  isOpen: boolean
  isCursor: boolean
  isUnread: boolean
  meId: string | null
  /** Its checkbox stands in the place of the channel. */
  isChoosing?: boolean
}

/** One ticket of a list: channel, who, subject, last line, clock, facts, assignee. A pure picture of its record. */
export function TicketRow(props: TicketRowProps) {
  const { ticket, columns, queueLabel, search, isOpen, isCursor, isUnread, meId, isChoosing } = props
  const name = ticket.customer.name ?? ticket.customer.externalId ?? t('ticket.someone')
  const at = ticket.lastMessage?.at ?? ticket.updatedAt
  const time = useClock((nowMs) => listTime(at, nowMs))
  return (
    <div className="relative">
      <Link
        to="/tickets/$ticketId"
        params={{ ticketId: ticket.id }}
        search={search}
        data-row={ticket.id}
        tabIndex={isCursor ? 0 : -1}
        data-open={isOpen || undefined}
        className="ring-inside group relative grid h-[99px] grid-cols-[20px_minmax(0,1fr)] gap-x-2.5 ps-4 pe-3.5 pt-[9px] hover:bg-hover data-open:bg-selected data-open:[--under:var(--selected)]"
      >
        {isOpen && <span className="absolute inset-y-0 start-0 w-0.5 bg-accent" />}
        <Icon
          name={channelIcon(ticket.channel)}
          tone={`mt-0.5 text-ink-3 ${isChoosing ? 'invisible' : 'group-hover/select:invisible'}`}
          label={wordFor('channel', ticket.channel)}
        />
        <div className="min-w-0">
          <div
            className={`flex items-center gap-1.5 text-[12px]/[18px] ${isUnread ? 'font-semibold text-ink' : 'text-ink-2'}`}
          >
            <bdi className="min-w-0 truncate">{name}</bdi>
            <time
              dateTime={at}
              title={fullDate(at)}
              className="num ms-auto whitespace-nowrap text-[11.5px] font-normal text-ink-3"
            >
              {time}
            </time>
            {isUnread && (
              <span className="size-[7px] flex-none rounded-full bg-accent" role="img" aria-label={t('inbox.unread')} />
            )}
          </div>
          <div
            className={`truncate text-[13px]/[19px] tracking-[-.006em] ${isUnread ? 'font-semibold' : 'font-medium'}`}
          >
            <bdi>{subjectOf(ticket)}</bdi>
          </div>
          <div className="truncate text-[12px]/[17px] text-ink-3">
            <bdi>{lastLine(ticket, meId)}</bdi>
          </div>
          <div className="mt-1.5 flex h-5 items-center gap-[5px]">
            <div className="flex min-w-0 items-center gap-[5px] overflow-hidden">
              {/* Keeps the room of the button below: a link may hold none. */}
              <span className="invisible flex-none">
                <SlaChip clocks={ticket.sla} />
              </span>
              {ticket.snoozedUntil && <SnoozeMark until={ticket.snoozedUntil} />}
              <Facts ticket={ticket} columns={columns} queueLabel={queueLabel} />
            </div>
            <span className="ms-auto flex flex-none">
              {ticket.assignee && <Avatar name={ticket.assignee.name} id={ticket.assignee.id} size="s" />}
            </span>
          </div>
        </div>
      </Link>
      <SlaButton
        ticketId={ticket.id}
        clocks={ticket.sla}
        tabIndex={isCursor ? 0 : -1}
        className="absolute start-[46px] top-[67px]"
      />
    </div>
  )
}
