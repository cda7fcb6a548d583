import { Fragment, h } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { Refusal } from '../../src/chat/calls.ts'
import { randomText } from '../../src/chat/memory.ts'
import type { NewReply, Said, TicketDetail } from './calls.ts'
import { useDesk } from './context.ts'
import { Icon } from './icon.tsx'
import { mostFiles, type Uploads, useUploads } from './uploads.ts'
import type { Speech } from './words/speech.ts'

interface ReplyProps {
  readonly ticket: TicketDetail
  readonly onSaid: (said: Said) => void
  /** The request is not what is shown any more. */
  readonly onRefused: () => void
}

/** As long as the server takes. */
const longest = 10_000

/** Where a customer writes: what a reply does is said before it is sent. */
export function Reply({ ticket, onSaid, onRefused }: ReplyProps) {
  const { speech } = useDesk()
  const { words } = speech
  const field = useRef<HTMLTextAreaElement>(null)
  const { text, write, fault, isBusy, isReady, uploads, add, send } = useReply({ ticket, onSaid, onRefused }, () =>
    field.current?.focus(),
  )
  const hint = hintOf(ticket, speech)
  return (
    <form
      class="reply"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault()
        add([...(event.dataTransfer?.files ?? [])])
      }}
    >
      {hint !== null && (
        <p class={ticket.state === 'waiting_for_you' ? 'hint asks' : 'hint'} id="hint">
          {hint}
        </p>
      )}
      <Files uploads={uploads} />
      {fault !== null && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      <div class="write">
        <div class="grows" data-text={`${text} `}>
          <textarea
            ref={field}
            rows={1}
            dir="auto"
            aria-label={words.reply}
            aria-describedby={hint === null ? undefined : 'hint'}
            placeholder={words.reply}
            maxLength={longest}
            value={text}
            onInput={({ currentTarget }) => write(currentTarget.value)}
            onPaste={({ clipboardData }) => add([...(clipboardData?.files ?? [])])}
            onKeyDown={({ key, ctrlKey, metaKey }) => {
              if (key === 'Enter' && (ctrlKey || metaKey)) send()
            }}
          />
        </div>
        <Choose onChosen={add} />
        <Send isReady={isReady} isBusy={isBusy} reply={ticket.reply} />
      </div>
    </form>
  )
}

/** What is being written, with its files, until it is said. */
function useReply({ ticket: { id }, onSaid, onRefused }: ReplyProps, onSent: () => void) {
  const { calls, memory, speech } = useDesk()
  const { words, say } = speech
  const [text, setText] = useState(() => memory.draft(id))
  const [fault, setFault] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const uploads = useUploads(calls)
  /** The same reply sent again is said once: it keeps its name until it is changed. */
  const named = useRef<{ readonly clientId: string; readonly print: string } | null>(null)
  const there = uploads.files.flatMap((file) => file.id ?? [])
  const isComing = uploads.files.some((file) => file.id === null && file.fault === null)
  const body = text.trim()
  const isReady = !isBusy && !isComing && (body !== '' || there.length > 0)
  const write = (value: string) => {
    setText(value)
    memory.keepDraft(id, value)
  }
  const add = (files: readonly File[]) => {
    if (files.length > 0) setFault(uploads.add(files) ? null : say('tooMany', { n: mostFiles }))
  }
  const send = () => {
    if (!isReady) return
    const print = JSON.stringify([body, there])
    if (named.current?.print !== print) named.current = { clientId: randomText(), print }
    const reply: NewReply = { clientId: named.current.clientId, body, attachments: there }
    setBusy(true)
    setFault(null)
    calls
      .reply(id, reply)
      .then(
        (said) => {
          write('')
          uploads.clear()
          onSaid(said)
          onSent()
        },
        (error: unknown) => {
          const isChanged = error instanceof Refusal && (error.status === 404 || error.status === 409)
          setFault(isChanged ? words.refused : words.sendFailed)
          if (isChanged) onRefused()
        },
      )
      .finally(() => setBusy(false))
  }
  return { text, write, fault, isBusy, isReady, uploads, add, send }
}

/** What a reply does here, where that is not plain. */
function hintOf({ state, reply, reopenUntil }: TicketDetail, { words, say, day }: Speech): string | null {
  if (reply === 'follow_up') return words.followUp
  if (reply === 'reopen' && reopenUntil !== null) return say('reopen', { date: day(reopenUntil) })
  return state === 'waiting_for_you' ? words.waits : null
}

/** An arrow where a reply goes on as before, the words where it does more. */
function Send({ isReady, isBusy, reply }: { isReady: boolean; isBusy: boolean; reply: TicketDetail['reply'] }) {
  const { words } = useDesk().speech
  if (isBusy)
    return (
      <button class="go worded" aria-disabled="true">
        {words.sending}
      </button>
    )
  if (reply === 'continue')
    return (
      <button class="go" aria-label={words.say} disabled={!isReady}>
        <Icon name="up" />
      </button>
    )
  return (
    <button class="go worded" disabled={!isReady}>
      {reply === 'reopen' ? words.sayReopen : words.sayFollow}
    </button>
  )
}

function Choose({ onChosen }: { onChosen: (files: readonly File[]) => void }) {
  const { words } = useDesk().speech
  const input = useRef<HTMLInputElement>(null)
  return (
    <Fragment>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        tabIndex={-1}
        onChange={({ currentTarget }) => {
          onChosen([...(currentTarget.files ?? [])])
          // So that the same file can be chosen again.
          currentTarget.value = ''
        }}
      />
      <button
        type="button"
        class="clip"
        aria-label={words.attach}
        title={words.attach}
        onClick={() => input.current?.click()}
      >
        <Icon name="clip" />
      </button>
    </Fragment>
  )
}

function Files({ uploads: { files, remove } }: { uploads: Uploads }) {
  const { say, size } = useDesk().speech
  const arrived = files.findLast((file) => file.id !== null)
  return (
    <Fragment>
      <p class="unseen" role="status">
        {arrived !== undefined && say('attached', { name: arrived.name })}
      </p>
      {files.length > 0 && (
        <ul class="files">
          {files.map(({ key, name, size: bytes, share, id, fault }) => (
            <li key={key} class={fault === null ? '' : 'bad'}>
              <Icon name={fault === null ? 'file' : 'alert'} />
              <span class="grow">
                <bdi>{fault === null ? name : say(fault, { name })}</bdi>
                {id === null && fault === null ? (
                  <progress aria-label={say('uploading', { name })} value={share} />
                ) : (
                  fault === null && <small>{size(bytes)}</small>
                )}
              </span>
              <button type="button" aria-label={say('remove', { name })} onClick={() => remove(key)}>
                <Icon name="cross" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </Fragment>
  )
}
