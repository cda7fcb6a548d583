import type { PartnerTicketUpdate } from '@switchyard/sdk'
import { Field } from '../../ui/field.tsx'
import { t } from '../../ui/words/words.ts'
import { FormDialog } from './form-parts.tsx'
import { say } from './own-ticket-words.ts'
import type { useOwnTicket } from './use-own-ticket.ts'

type Update = ReturnType<typeof useOwnTicket>
export type Asked = 'decline' | 'giveBack' | 'solve'

interface AskProps {
  asked: Asked
  update: Update
  onClose: () => void
}

/** Asks for the words that go with it: why it is declined or given back, or what was done. */
export function OwnTicketAsk({ asked, update, onClose }: AskProps) {
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
