import { lazy, Suspense, useState } from 'react'
import type { Message, Ticket } from '@switchyard/sdk'
import { useMe } from '../../../live/me.ts'
import { copyText } from '../../../ui/copy-button.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { MenuButton } from '../../../ui/menu.tsx'
import { t } from '../../../ui/words/words.ts'
import { TicketLink } from './ticket-link.tsx'

const RedactDialog = lazy(async () => ({ default: (await import('../redact-dialog.tsx')).RedactDialog }))
const SplitDialog = lazy(async () => ({ default: (await import('./split-dialog.tsx')).SplitDialog }))

interface MessageVerbsProps {
  ticket: Ticket
  message: Message
  /** The ticket it was said on. */
  ofTicket: string
}

/** Where a message of a merged ticket was said, and what may be done with a message. */
export function MessageVerbs({ ticket, message, ofTicket }: MessageVerbsProps) {
  const [isSplitting, split] = useState(false)
  const [isRedacting, redact] = useState(false)
  const isLeft = !message.redaction
  const mayRedact = useMe().permissions.includes('message:redact') && isLeft
  const isElsewhere = ofTicket !== ticket.id
  const maySplit = ticket.can?.merge === true && !isElsewhere && !ticket.mergedInto && isLeft
  return (
    <>
      {isElsewhere && (
        <span className="whitespace-nowrap">
          {t('merge.saidOn')} <TicketLink ticketId={ofTicket} />
        </span>
      )}
      <MenuButton
        label={t('message.verbs')}
        title={t('message.verbs')}
        align="end"
        className="b bare icon sm message-verbs self-center"
        sections={[
          {
            items: [
              ...(maySplit
                ? [{ id: 'split', label: t('split.verb'), icon: 'branch' as const, run: () => split(true) }]
                : []),
              {
                id: 'link',
                label: t('ticket.copyLink'),
                icon: 'link',
                run: () => void copyText(`${location.origin}/tickets/${ticket.id}#message-${message.seq}`),
              },
            ],
          },
          ...(mayRedact
            ? [
                {
                  items: [{ id: 'redact', label: t('redact.verb'), icon: 'eraser' as const, run: () => redact(true) }],
                },
              ]
            : []),
        ]}
      >
        <Icon name="more" size="s" />
      </MenuButton>
      {isRedacting && (
        <Suspense fallback={null}>
          <RedactDialog message={message} onClose={() => redact(false)} />
        </Suspense>
      )}
      {isSplitting && (
        <Suspense fallback={null}>
          <SplitDialog ticket={ticket} message={message} onClose={() => split(false)} />
        </Suspense>
      )}
    </>
  )
}
