import { Fragment, h } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { keepText, shelfOf } from '../chat/kept.ts'
import { useChat, usePanel } from './context.ts'
import { Icon } from './icon.tsx'
import type { Ready } from './files.tsx'
import { useLater } from './use-later.ts'

/** As long as the server takes. */
const longest = 10_000
const draft = keepText(
  shelfOf(() => sessionStorage),
  'switchyard.draft',
)

/** Where the customer writes: Enter sends, Shift and Enter begins a line. */
export function Write() {
  const { chat, speech } = usePanel()
  const { phase } = useChat()
  const { words } = speech
  const [text, setText] = useState(() => draft.read() ?? '')
  const field = useRef<HTMLTextAreaElement>(null)
  const [asked, ask] = useState(0)
  const [files, setFiles] = useState<Ready>([])
  const later = useLater(asked > 0)
  const maySend = files !== null && (text.trim() !== '' || files.length > 0)
  const write = (value: string) => {
    setText(value)
    draft.write(value)
  }
  const send = () => {
    const body = text.trim()
    if (!maySend) return
    chat.say(body, files)
    ask(0)
    setFiles([])
    write('')
    field.current?.focus()
  }
  const hint = phase === 'waiting' ? words.detail : words.write
  return (
    <Fragment>
      {later !== null && asked > 0 && <later.Files asked={asked} onReady={setFiles} />}
      <form
        class="write"
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <div class="grows" data-text={`${text} `}>
          <textarea
            ref={field}
            rows={1}
            dir="auto"
            data-first
            aria-label={hint}
            placeholder={hint}
            maxLength={longest}
            value={text}
            onInput={({ currentTarget }) => {
              write(currentTarget.value)
              chat.type()
            }}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
              event.preventDefault()
              send()
            }}
          />
        </div>
        <button type="button" class="bare" aria-label={words.attach} onClick={() => ask(asked + 1)}>
          <Icon name="clip" />
        </button>
        <button class="go" aria-label={words.send} disabled={!maySend}>
          <Icon name="up" />
        </button>
      </form>
    </Fragment>
  )
}
