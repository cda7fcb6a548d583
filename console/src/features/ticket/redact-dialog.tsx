import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Message, RedactionReason } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { api } from '../../live/client.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { t, wordFor } from '../../ui/words/words.ts'

const reasons: readonly RedactionReason[] = [
  'personal_data',
  'payment_data',
  'credentials',
  'abuse',
  'mistake',
  'customer_request',
  'other',
]

const redactMessage = (id: string, reason: RedactionReason) =>
  api.request<Message>({ method: 'POST', path: `/v1/messages/${id}/redact`, body: { reason } })

function Reason({ reason, isChosen, onChoose }: { reason: string; isChosen: boolean; onChoose: () => void }) {
  return (
    <label className="flex min-h-7 items-center gap-2 max-pane:min-h-11">
      <input
        type="radio"
        name="redaction"
        required
        className="size-4 accent-accent"
        checked={isChosen}
        onChange={onChoose}
      />
      {wordFor('redaction', reason)}
    </label>
  )
}

/** Takes the words of a message out for good, for a reason that everybody on the ticket reads. */
export function RedactDialog({ message, onClose }: { message: Message; onClose: () => void }) {
  const client = useQueryClient()
  const [reason, choose] = useState<RedactionReason | null>(null)
  const redact = useMutation({
    mutationFn: (why: RedactionReason) => redactMessage(message.id, why),
    onSuccess: async ({ ticketId }) => {
      // The ticket it is read on may be another one, that this was merged into.
      const keys = [['timeline'], cacheKeys.ticket(ticketId), cacheKeys.ticketLists]
      await Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey })))
      onClose()
    },
  })
  return (
    <Dialog title={t('redact.title')} onClose={onClose}>
      <form
        className="grid gap-3 p-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (reason !== null && !redact.isPending) redact.mutate(reason)
        }}
      >
        <p className="text-ink-2">{t('redact.lead')}</p>
        <fieldset>
          <legend className="mb-1.5 text-[13px]/[18px] font-medium">{t('redact.why')}</legend>
          <div className="grid grid-cols-2 gap-x-4 max-pane:grid-cols-1">
            {reasons.map((one) => (
              <Reason key={one} reason={one} isChosen={one === reason} onChoose={() => choose(one)} />
            ))}
          </div>
        </fieldset>
        <p className="type-meta flex items-start gap-1.5 text-near">
          <Icon name="alert" size="xs" /> {t('redact.once')}
        </p>
        {redact.error && <ProblemLine error={redact.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('redact.keep')}</Button>
          <Button type="submit" look="solid" icon="eraser" busy={redact.isPending} disabled={reason === null}>
            {t('redact.do')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
