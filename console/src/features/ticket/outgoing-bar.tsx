import { useEffect, useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { t } from '../../ui/words/words.ts'
import { sendNow, undoSend } from './outgoing.ts'
import type { OutgoingReply } from './outgoing.ts'

const tickMs = 250

/** How long it still waits. */
export function SecondsLeft({ dueAt }: { dueAt: number }) {
  const left = () => Math.max(0, Math.ceil((dueAt - Date.now()) / 1000))
  const [seconds, setSeconds] = useState(left)
  useEffect(() => {
    const timer = setInterval(() => setSeconds(left()), tickMs)
    return () => clearInterval(timer)
  })
  // Spoken once by the bar, not each second.
  return (
    <span aria-hidden="true" className="num">
      {t('outgoing.in', { seconds })}
    </span>
  )
}

/** A reply on its way, and the way back while there is one. */
export function OutgoingBar({ reply }: { reply: OutgoingReply }) {
  const client = useQueryClient()
  const { clientId, dueAt, isSending, text, macro } = reply
  return (
    <div
      role="status"
      className="type-label flex min-h-[38px] items-center gap-2 rounded-t-card max-pane:py-1 border-b border-line bg-fill ps-3 pe-2 text-ink-2"
    >
      {isSending ? <span className="spinner" /> : <Icon name="send" size="s" />}
      <span className="flex-none">{t('outgoing.sending')}</span>
      {!isSending && <SecondsLeft dueAt={dueAt} />}
      <span dir="auto" className="min-w-0 flex-1 truncate font-normal text-ink-3">
        {text || macro?.name}
      </span>
      {!isSending && (
        <>
          <Button small icon="undo" className="flex-none max-pane:!h-11" onClick={() => undoSend(clientId)}>
            {t('outgoing.undo')}
          </Button>
          <Button small look="bare" className="flex-none max-pane:hidden" onClick={() => sendNow(client, clientId)}>
            {t('outgoing.now')}
          </Button>
        </>
      )}
    </div>
  )
}
