import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Mail, Ticket } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { useMe } from '../../live/me.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import { sendTranscript } from './queries.ts'

/** Where it goes, and the way to it for those who may read the outbox. */
function Sent({ mail, onClose }: { mail: Mail; onClose: () => void }) {
  const mayRead = useMe().permissions.includes('mail:read')
  return (
    <div className="grid justify-items-start gap-3 p-4">
      <p role="status" className="flex items-start gap-2">
        <Icon name="mail" tone="mt-0.5 text-met" />
        <span className="min-w-0 break-words">{t('transcript.done', { to: mail.to.address })}</span>
      </p>
      <div className="flex w-full justify-end gap-2">
        <Button onClick={onClose}>{t('action.close')}</Button>
        {mayRead && (
          <Link to="/outbox" search={{ mail: mail.id }} className="b solid">
            {t('transcript.see')}
          </Link>
        )}
      </div>
    </div>
  )
}

/** Mails what was said on a ticket, to its customer or to the address that is written here. */
export function TranscriptDialog({ ticket, onClose }: { ticket: Ticket; onClose: () => void }) {
  const [to, setTo] = useState('')
  const client = useQueryClient()
  const send = useMutation({
    mutationFn: () => sendTranscript(ticket.id, to.trim() === '' ? null : to.trim()),
    onSuccess: () => client.invalidateQueries({ queryKey: cacheKeys.mails }),
  })
  return (
    <Dialog title={t('transcript.title')} onClose={onClose}>
      {send.data ? (
        <Sent mail={send.data} onClose={onClose} />
      ) : (
        <form
          className="grid gap-3 p-4"
          onSubmit={(event) => {
            event.preventDefault()
            send.mutate()
          }}
        >
          <p className="text-ink-2">{t('transcript.lead')}</p>
          <Field label={t('transcript.to')} hint={t('transcript.toHint')}>
            {(id) => (
              <input
                id={id}
                type="email"
                autoComplete="off"
                className="field"
                value={to}
                onChange={({ target }) => setTo(target.value)}
              />
            )}
          </Field>
          {send.error && <ProblemLine error={send.error} />}
          <div className="flex justify-end">
            <Button type="submit" look="solid" busy={send.isPending}>
              {t('transcript.do')}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  )
}
