import { useState } from 'react'
import type { PartnerTicketDetail } from '@switchyard/sdk'
import { Button } from '../../ui/button.tsx'
import { Moment } from '../../ui/delivery-marks.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import { type Asked, OwnTicketAsk } from './own-ticket-ask.tsx'
import { say } from './own-ticket-words.ts'
import { useOwnTicket } from './use-own-ticket.ts'

/** What a partner may make of a ticket it was handed: take, decline, let it wait, solve, give back. */
export function OwnTicketVerbs({ ticket }: { ticket: PartnerTicketDetail }) {
  const update = useOwnTicket(ticket)
  const [asked, ask] = useState<Asked | null>(null)
  const { role, state, statusCategory, offeredUntil } = ticket
  if (role !== 'receiver') return null
  const isBusy = update.isPending
  return (
    <div className="ms-auto flex flex-wrap items-center justify-end gap-2 max-pane:ms-2 max-pane:basis-full max-pane:justify-start">
      {state === 'offered' && (
        <>
          {offeredUntil !== null && (
            <span className="type-meta text-ink-3">
              {t('own.until')} <Moment at={offeredUntil} />
            </span>
          )}
          <Button look="main" icon="check" busy={isBusy} onClick={() => update.mutate({ status: 'accepted' })}>
            {t('own.take')}
          </Button>
          <Button busy={isBusy} onClick={() => ask('decline')}>
            {t('own.decline')}
          </Button>
        </>
      )}
      {state === 'accepted' && (
        <>
          <Button look="bare" busy={isBusy} onClick={() => ask('giveBack')}>
            {say('giveBack')}
          </Button>
          {statusCategory !== 'waiting' && (
            <Button icon="pause" busy={isBusy} onClick={() => update.mutate({ status: 'waiting' })}>
              {say('wait')}
            </Button>
          )}
          <Button look="solid" icon="check" busy={isBusy} onClick={() => ask('solve')}>
            {say('solve')}
          </Button>
        </>
      )}
      {update.error && asked === null && <ProblemLine error={update.error} />}
      {asked !== null && <OwnTicketAsk asked={asked} update={update} onClose={() => ask(null)} />}
    </div>
  )
}
