import { useQueryClient } from '@tanstack/react-query'
import { Icon } from '../../ui/icon.tsx'
import { t } from '../../ui/words/words.ts'
import { useShownReplies } from './drafts.ts'
import { SecondsLeft } from './outgoing-bar.tsx'
import { sendNow, undoSend, useAllOutgoing } from './outgoing.ts'
import type { OutgoingReply } from './outgoing.ts'

type OpenTicket = (ticketId: string) => void

function Card({ reply, onOpen }: { reply: OutgoingReply; onOpen: OpenTicket }) {
  const client = useQueryClient()
  const { clientId, dueAt, isSending, macro, number, text, ticketId } = reply
  const takeBack = () => {
    undoSend(clientId)
    // The words wait where they were written.
    onOpen(ticketId)
  }
  return (
    <li className="enter-rise flex min-h-11 items-center gap-2 rounded-card bg-raised py-1.5 ps-3.5 pe-1.5 shadow-[0_0_0_1px_var(--line-strong),var(--shadow-3)]">
      {isSending ? <span className="spinner" /> : <Icon name="send" size="s" />}
      <span className="min-w-0 flex-1">
        <span className="flex gap-1">
          <button type="button" className="min-w-0 truncate underline" onClick={() => onOpen(ticketId)}>
            {t('outgoing.elsewhere', { number })}
          </button>
          {!isSending && <SecondsLeft dueAt={dueAt} />}
        </span>
        <span dir="auto" className="type-meta block truncate text-ink-3">
          {text || macro?.name}
        </span>
      </span>
      {!isSending && (
        <>
          <button type="button" className="b sm flex-none max-pane:!h-11" onClick={takeBack}>
            <Icon name="undo" size="s" /> {t('outgoing.undo')}
          </button>
          <button
            type="button"
            className="b bare sm flex-none max-pane:!h-11"
            onClick={() => sendNow(client, clientId)}
          >
            {t('outgoing.now')}
          </button>
        </>
      )}
    </li>
  )
}

/** Replies on their way whose ticket is not on the screen: whoever has gone on can still take them back. */
export function OutgoingToasts({ onOpen }: { onOpen: OpenTicket }) {
  const shown = useShownReplies()
  const elsewhere = useAllOutgoing().filter(({ ticketId }) => !shown.has(ticketId))
  if (elsewhere.length === 0) return null
  return (
    <ol aria-label={t('outgoing.list')} className="grid gap-2 *:pointer-events-auto">
      {elsewhere.map((reply) => (
        <Card key={reply.clientId} reply={reply} onOpen={onOpen} />
      ))}
    </ol>
  )
}
