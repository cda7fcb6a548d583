import { Fragment } from 'react'
import type { ReactNode } from 'react'
import type { Message } from '@switchyard/sdk'
import { Avatar } from './avatar.tsx'
import { FileList } from './file-list.tsx'
import type { FileSource } from './file-list.tsx'
import { Icon } from './icon.tsx'
import { clockTime, fullDate } from './time.ts'
import { t, wordFor } from './words/words.ts'

/** Plain text with its mentions marked; line breaks are kept by the style. */
function Body({ text }: { text: string }) {
  return text.split(/(@[\p{L}\d._-]+)/u).map((part, index) =>
    part.startsWith('@') ? (
      <span key={`${index}-${part}`} className="rounded-[3px] bg-accent-tint px-[3px] font-[550] text-accent-ink">
        {part}
      </span>
    ) : (
      <Fragment key={`${index}-text`}>{part}</Fragment>
    ),
  )
}

function looksOf(message: Message): string {
  if (message.visibility === 'internal') return 'bg-note-tint shadow-[inset_0_0_0_1px_var(--note-line)]'
  if (message.visibility === 'partner') return 'bg-partner-tint shadow-[inset_0_0_0_1px_var(--partner-line)]'
  return message.author.kind === 'customer' ? 'bg-fill' : 'hairline bg-raised'
}

function Kind({ message, channel }: { message: Message; channel: string }) {
  if (message.visibility === 'internal')
    return (
      <span className="inline-flex items-center gap-1 self-center text-[11.5px] font-medium text-note">
        <Icon name="lock" size="xs" /> {t('message.internal')}
      </span>
    )
  if (message.visibility === 'partner')
    return (
      <span className="inline-flex items-center gap-1 self-center text-[11.5px] font-medium text-partner">
        <Icon name="plug" size="xs" /> {t('message.partner')}
      </span>
    )
  if (message.automatic === true)
    return (
      <span className="inline-flex items-center gap-1 self-center">
        <Icon name="bolt" size="xs" /> {t('message.automatic')}
      </span>
    )
  return message.author.kind === 'customer' ? wordFor('channel', channel) : t('message.public')
}

/** In the place of words that were taken out: why, and by whom. */
function Redacted({ reason, by }: { reason: string; by: string | undefined }) {
  const why = { reason: wordFor('redaction', reason) }
  const isMe = by === t('ticket.you')
  return (
    <p className="type-meta flex items-center gap-1.5 text-ink-3">
      <Icon name="eraser" size="xs" />
      {by === undefined
        ? t('message.removed', why)
        : isMe
          ? t('message.removedByYou', why)
          : t('message.removedBy', { who: by, ...why })}
    </p>
  )
}

interface MessageCardProps {
  message: Message
  channel: string
  isMine: boolean
  customerName: string
  /** Where its files are got. */
  files: FileSource
  /** Who took its words out; left out where nobody did, or it is not known. */
  redactedBy?: string | undefined
  /** What stands after its time. */
  verbs?: ReactNode
}

/** A message on the track. Outline: ours to the customer; fill: incoming; tint with lock or plug: not for the customer. */
export function MessageCard({ message, channel, isMine, customerName, files, redactedBy, verbs }: MessageCardProps) {
  const name =
    message.author.name ?? (message.author.kind === 'customer' ? customerName : wordFor('actor', message.author.kind))
  return (
    <li id={`message-${message.seq}`}>
      <Avatar name={name} id={message.author.id ?? name} size="m" />
      <article className={`min-w-0 rounded-card px-3 pb-[11px] pt-[9px] ${looksOf(message)}`}>
        <header className="mb-[3px] flex items-baseline gap-1.5 text-[12px]/[18px] text-ink-3">
          <b className="truncate text-[13px]/[18px] font-semibold text-ink">{isMine ? t('ticket.you') : name}</b>
          <Kind message={message} channel={channel} />
          <time
            dateTime={message.createdAt}
            title={fullDate(message.createdAt)}
            className="num ms-auto whitespace-nowrap"
          >
            {clockTime(message.createdAt)}
          </time>
          {verbs}
        </header>
        {message.redaction && <Redacted reason={message.redaction.reason} by={redactedBy} />}
        {message.body !== '' && (
          <p dir="auto" className="type-body whitespace-pre-wrap break-words">
            <Body text={message.body} />
          </p>
        )}
        {message.attachments.length > 0 && <FileList files={message.attachments} source={files} />}
      </article>
    </li>
  )
}
