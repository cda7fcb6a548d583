import { useState } from 'react'
import type { PartnerTicketDetail, PartnerTicketUpdate } from '@switchyard/sdk'
import { Button } from '../../ui/button.tsx'
import { Moment } from '../../ui/delivery-marks.tsx'
import { Field } from '../../ui/field.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import { FormDialog } from './form-parts.tsx'
import { say } from './own-ticket-words.ts'
import { useOwnTicket } from './use-own-ticket.ts'

type Update = ReturnType<typeof useOwnTicket>
type Asked = 'decline' | 'giveBack' | 'solve'

interface AskProps {
  asked: Asked
  update: Update
  onClose: () => void
}

/** Asks for the words that go with it: why it is declined or given back, or what was done. */
function Ask({ asked, update, onClose }: AskProps) {
  const isSolving = asked === 'solve'
  const verb = asked === 'decline' ? t('own.decline') : say(asked)
  const send = (words: string) => {
    const why = words === '' ? {} : { reason: words }
    const body: PartnerTicketUpdate = isSolving
      ? { status: 'solved', resolution: words }
      : { status: 'declined', ...why }
    update.mutate(body, { onSuccess: onClose })
  }
  return (
    <FormDialog
      title={say(`${asked}Title`)}
      verb={verb}
      isBusy={update.isPending}
      error={update.error}
      onClose={onClose}
      onSend={(of) => send(of('words'))}
    >
      {asked !== 'solve' && <p className="text-ink-2">{say('giveBackText')}</p>}
      <Field
        label={say(isSolving ? 'resolution' : 'declineReason')}
        {...(isSolving ? {} : { hint: t('partners.optional') })}
      >
        {(id) => (
          <textarea
            id={id}
            name="words"
            dir="auto"
            required={isSolving}
            maxLength={isSolving ? 5_000 : 1_000}
            className="field min-h-16 [field-sizing:content]"
          />
        )}
      </Field>
    </FormDialog>
  )
}

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
      {asked !== null && <Ask asked={asked} update={update} onClose={() => ask(null)} />}
    </div>
  )
}
