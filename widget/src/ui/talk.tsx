import { Fragment, h } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Attachment, Message, Pending } from '../chat/conversation.ts'
import { useChat, usePanel } from './context.ts'
import { Icon } from './icon.tsx'
import { LinePlace } from './line-place.tsx'
import { saveBytes } from './save-bytes.ts'

/** What was said, the newest at the end and in sight; a screen reader is read what is added. */
export function Talk() {
  const { speech } = usePanel()
  const { conversation, phase, place, isTyping, agentName, theirSeen } = useChat()
  const { messages, outbox } = conversation
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    toEnd(list.current)
  }, [messages.length, outbox.length, isTyping])
  // What stands below it grows and shrinks; the newest stays in sight.
  useEffect(() => {
    const watch = new ResizeObserver(() => toEnd(list.current))
    if (list.current !== null) watch.observe(list.current)
    return () => watch.disconnect()
  }, [])
  const lastOwn = messages.findLast(({ author }) => author.kind === 'customer')
  return (
    <div class="talk" ref={list} tabIndex={0} role="log" aria-label={speech.words.log}>
      {phase === 'waiting' && <LinePlace place={place} />}
      {messages.map((message, index) => (
        <Said
          key={message.seq}
          message={message}
          isFirst={dayOf(messages[index - 1]?.createdAt) !== dayOf(message.createdAt)}
          isLastOwn={message === lastOwn && outbox.length === 0}
          isRead={message.seq <= theirSeen}
        />
      ))}
      {outbox.map((pending) => (
        <Unsent key={pending.clientId} pending={pending} />
      ))}
      {isTyping && (
        <p class="sig typing">
          <span aria-hidden="true">•••</span>
          {speech.say('typing', { name: agentName ?? speech.words.someone })}
        </p>
      )}
    </div>
  )
}

function Said(props: { message: Message; isFirst: boolean; isLastOwn: boolean; isRead: boolean }) {
  const { message, isFirst, isLastOwn, isRead } = props
  const { speech } = usePanel()
  const { author, body, createdAt } = message
  const isOwn = author.kind === 'customer'
  const time = speech.time(createdAt)
  return (
    <Fragment>
      {isFirst && <p class="day">{dayWords(createdAt, speech.language, speech.words.today, time)}</p>}
      <div class={isOwn ? 'bub own' : 'bub'} dir="auto">
        {body}
        {message.attachments?.map((file) => (
          <File key={file.id} file={file} />
        ))}
      </div>
      {isOwn
        ? isLastOwn && <p class="sig own">{isRead ? `${speech.words.read} · ${time}` : speech.say('sent', { time })}</p>
        : signatureOf(message, speech.words, time)}
    </Fragment>
  )
}

/** A file is fetched with the session's own token. */
function File({ file: { id, name } }: { file: Attachment }) {
  const { chat } = usePanel()
  const save = async () => {
    const bytes = await chat.fetchFile(id).catch(() => null)
    if (bytes !== null) saveBytes(bytes, name)
  }
  return (
    <button type="button" class="link file" onClick={() => void save()}>
      {name}
    </button>
  )
}

function signatureOf({ author, automatic }: Message, words: { automatic: string; someone: string }, time: string) {
  const isPerson = !automatic && author.kind !== 'system'
  return (
    <p class="sig">
      {!isPerson && <Icon name="bolt" />}
      {isPerson ? `${author.name ?? words.someone} · ${time}` : words.automatic}
    </p>
  )
}

function Unsent({ pending }: { pending: Pending }) {
  const { speech, chat } = usePanel()
  const { isLinked, phase } = useChat()
  const { words } = speech
  return (
    <Fragment>
      <div class="bub own unsent" dir="auto">
        {pending.body}
      </div>
      <p class={pending.isRefused ? 'sig own fault' : 'sig own'}>
        {pending.isRefused ? words.refused : isLinked ? words.sending : words.unsent}
        {pending.isRefused && phase !== 'ended' && (
          <button type="button" class="link" onClick={() => chat.retry(pending.clientId)}>
            {words.again}
          </button>
        )}
      </p>
    </Fragment>
  )
}

function dayOf(iso: string | undefined): string {
  return iso === undefined ? '' : new Date(iso).toDateString()
}

function dayWords(iso: string, language: string, today: string, time: string): string {
  const day = new Date(iso)
  const isToday = day.toDateString() === new Date().toDateString()
  return `${isToday ? today : day.toLocaleDateString(language, { weekday: 'long', day: 'numeric', month: 'long' })} ${time}`
}

function toEnd(list: HTMLElement | null): void {
  list?.scrollTo({ top: list.scrollHeight })
}
