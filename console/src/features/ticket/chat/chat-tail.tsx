import { useEffect } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { ApiProblem } from '@switchyard/sdk'
import type { Ticket, TimelineItem } from '@switchyard/sdk'
import { sayAgain, settleWords, unsay, useWords } from '../../../live/chat-outbox.ts'
import type { ShownWord } from '../../../live/chat-outbox.ts'
import { useIsTyping } from '../../../live/chat-signs.ts'
import { useMe } from '../../../live/me.ts'
import { Avatar } from '../../../ui/avatar.tsx'
import { Button } from '../../../ui/button.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { clockTime } from '../../../ui/time.ts'
import { t } from '../../../ui/words/words.ts'
import { returnToReply, showReply } from '../drafts.ts'
import { lastSaid } from './use-ticket-chat.ts'
import type { TicketChat } from './use-ticket-chat.ts'

const phaseWords = {
  sending: 'chat.sending',
  waiting: 'chat.waitsForLine',
  refused: 'chat.notSent',
  said: 'chat.sent',
} as const

/** Where a word stands that the history does not show yet. */
function phaseOf({ phase }: ShownWord): string {
  return t(phaseWords[phase])
}

function whyNot({ error }: ShownWord): string {
  const isOver = error instanceof ApiProblem && error.status === 409
  return isOver ? t('chat.isOver') : (error?.message ?? '')
}

function Refused({ word }: { word: ShownWord }) {
  const client = useQueryClient()
  const takeBack = () => {
    unsay(word)
    returnToReply(word.ticketId, { text: word.body, readSeq: null })
    showReply(word.ticketId)
  }
  return (
    <div role="alert" className="mt-1.5 flex flex-wrap items-center gap-1.5 text-[12px]/[18px] text-breach">
      <Icon name="alert" size="xs" /> {whyNot(word)}
      <Button small className="max-pane:!h-11" onClick={() => sayAgain(client, word)}>
        {t('action.retry')}
      </Button>
      <Button small look="bare" className="max-pane:!h-11" onClick={takeBack}>
        {t('chat.edit')}
      </Button>
    </div>
  )
}

/** What was just said, before the server has it: like any message, with where it stands in the place of its mark. */
function Pending({ word }: { word: ShownWord }) {
  const me = useMe()
  const name = me.agent?.name ?? me.user.name ?? t('ticket.you')
  return (
    <li>
      <Avatar name={name} id={me.agent?.id ?? me.member.id} size="m" />
      <article className="hairline min-w-0 rounded-card bg-raised px-3 pb-[11px] pt-[9px]">
        <header className="mb-[3px] flex items-baseline gap-1.5 text-[12px]/[18px] text-ink-3">
          <b className="truncate text-[13px]/[18px] font-semibold text-ink">{t('ticket.you')}</b>
          <span role="status">{phaseOf(word)}</span>
          <time dateTime={word.at} className="num ms-auto whitespace-nowrap">
            {clockTime(word.at)}
          </time>
        </header>
        {word.body !== '' && (
          <p dir="auto" className="type-body whitespace-pre-wrap break-words text-ink-2">
            {word.body}
          </p>
        )}
        {word.files.map(({ id, name: file }) => (
          <p key={id} className="type-meta flex items-center gap-1.5 text-ink-3">
            <Icon name="clip" size="xs" /> {file}
          </p>
        ))}
        {word.phase === 'refused' && <Refused word={word} />}
      </article>
    </li>
  )
}

/** Three dots that breathe; still where motion is not wanted. */
function Typing({ name, id }: { name: string; id: string }) {
  return (
    <li className="enter-fade">
      <Avatar name={name} id={id} size="m" />
      <p role="status" className="type-meta flex items-center gap-2 self-center text-ink-3">
        <span className="typing" aria-hidden="true">
          <i />
          <i />
          <i />
        </span>
        {t('chat.typing', { name })}
      </p>
    </li>
  )
}

/** Whether the customer has read what was said to them last. */
function Mark({ live, items }: { live: TicketChat; items: readonly TimelineItem[] }) {
  const said = lastSaid(items)
  if (said === null || said.author.kind === 'customer') return null
  const { messages, read } = live.chat
  const isRead = read.customer >= messages
  return (
    <li className="!pb-2">
      <span className="node !size-[18px]">
        <Icon name={isRead ? 'check-circle' : 'check'} size="xs" />
      </span>
      <p className="type-meta self-center text-ink-3">{t(isRead ? 'chat.read' : 'chat.sent')}</p>
    </li>
  )
}

interface ChatTailProps {
  ticket: Ticket
  live: TicketChat
  items: readonly TimelineItem[]
  /** It stands there now: its code may have come after the history. */
  onShown: () => void
}

/** What follows the history of a live conversation: words on their way, the read mark, that the customer types. */
export function ChatTail({ ticket, live, items, onShown }: ChatTailProps) {
  const { chat, isLive } = live
  const isTyping = useIsTyping(chat.id)
  const pending = usePendingWords(chat.id, items)
  const name = ticket.customer.name ?? ticket.customer.externalId ?? t('ticket.someone')
  useEffect(onShown, [onShown])
  return (
    <>
      {isLive && pending.length === 0 && !isTyping && <Mark live={live} items={items} />}
      {pending.map((word) => (
        <Pending key={word.clientId} word={word} />
      ))}
      {isLive && isTyping && <Typing name={name} id={ticket.customer.id} />}
    </>
  )
}

/** What is on its way and not in the history yet. */
function usePendingWords(chatId: string, items: readonly TimelineItem[]): ShownWord[] {
  const words = useWords()
  const shown = new Set(items.flatMap(({ message }) => (message === null ? [] : [message.id])))
  const pending = words.filter(
    (word) => word.chatId === chatId && (word.messageId === null || !shown.has(word.messageId)),
  )
  const isSettled = words.some(({ messageId }) => messageId !== null && shown.has(messageId))
  useEffect(() => {
    if (isSettled) settleWords(shown)
  })
  return pending
}
