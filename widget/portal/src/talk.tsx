import { type ComponentChildren, Fragment, h } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { saveBytes } from '../../src/ui/save-bytes.ts'
import type { Attached, Message } from './calls.ts'
import { useDesk } from './context.ts'
import { Icon } from './icon.tsx'

/** So many pixels above the end somebody still reads the newest. */
const nearEnd = 120

interface TalkProps {
  readonly messages: readonly Message[]
  /** What stands after the last of them, if anything. */
  readonly children: ComponentChildren
}

/** What was said in public, the newest in sight; a screen reader is read what is added. */
export function Talk({ messages, children }: TalkProps) {
  const { words } = useDesk().speech
  const list = useRef<HTMLDivElement>(null)
  const last = messages.at(-1)?.id
  const hasMore = children !== false
  useEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight })
  }, [last, hasMore])
  // What stands below it grows and shrinks; who reads the newest goes on doing so.
  useEffect(() => {
    const watch = new ResizeObserver(() => {
      const box = list.current
      if (box !== null && box.scrollHeight - box.scrollTop - box.clientHeight < nearEnd)
        box.scrollTo({ top: box.scrollHeight })
    })
    if (list.current !== null) watch.observe(list.current)
    return () => watch.disconnect()
  }, [])
  return (
    <div class="talk" ref={list} tabIndex={0} role="log" aria-label={words.log}>
      {messages.length === 0 && <p class="day">{words.nothingSaid}</p>}
      {messages.map((message) => (
        <Said key={message.id} message={message} />
      ))}
      {children}
    </div>
  )
}

function Said({ message }: { message: Message }) {
  const { speech } = useDesk()
  const { words } = speech
  const { from, automatic, name, body, isRedacted, attachments, createdAt } = message
  const side = from === 'you' ? ' own' : ''
  const who = from === 'you' ? words.you : automatic ? words.automatic : (name ?? words.desk)
  return (
    <Fragment>
      {isRedacted ? (
        <p class={`bub removed${side}`}>{words.removed}</p>
      ) : (
        body !== '' && (
          <p class={`bub${side}`} dir="auto">
            {body}
          </p>
        )
      )}
      {attachments.map((file) => (
        <File key={file.id} file={file} side={side} />
      ))}
      <p class={`sig${side}`}>
        {automatic && <Icon name="bolt" />}
        {who} · <time dateTime={createdAt}>{speech.moment(createdAt)}</time>
      </p>
    </Fragment>
  )
}

/** A file is fetched with the session's own token. */
function File({ file: { id, name, size }, side }: { file: Attached; side: string }) {
  const { calls, speech } = useDesk()
  const [state, setState] = useState<'there' | 'busy' | 'failed'>('there')
  const save = () => {
    setState('busy')
    calls.content(id).then(
      (bytes) => {
        saveBytes(bytes, name)
        setState('there')
      },
      () => setState('failed'),
    )
  }
  return (
    <Fragment>
      <button
        type="button"
        class={`art${side}`}
        aria-disabled={state === 'busy'}
        onClick={() => state !== 'busy' && save()}
      >
        <Icon name="file" />
        <span class="grow">
          <span class="unseen">{speech.words.download}</span>
          <bdi>{name}</bdi>
          <small>{speech.size(size)}</small>
        </span>
        <Icon name="save" />
      </button>
      {state === 'failed' && (
        <p class={`sig fault${side}`} role="alert">
          {speech.say('unsaved', { name })}
        </p>
      )}
    </Fragment>
  )
}
