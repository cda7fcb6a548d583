import { useEffect, useRef, useState } from 'react'
import { Chip } from '../../ui/chip.tsx'
import { Icon } from '../../ui/icon.tsx'
import { IconButton } from '../../ui/button.tsx'
import { queryTokens, suggestFields } from '../../ui/q-grammar.ts'
import { t } from '../../ui/words/words.ts'

interface SearchBoxProps {
  value: string
  onSearch: (text: string) => void
  onClose: () => void
}

/** What the text means, token by token; a field we do not know is marked before the server refuses it. */
function Tokens({ text }: { text: string }) {
  const tokens = queryTokens(text).filter((token) => token.kind === 'field')
  if (tokens.length === 0) return null
  return (
    <div className="flex flex-wrap gap-1 pt-1.5">
      {tokens.map((token, index) => (
        <Chip
          key={`${token.text}-${index}`}
          tone={token.isKnown ? 'accent' : 'near'}
          {...(token.isKnown ? {} : { icon: 'near', title: t('search.unknownField') })}
        >
          {token.text}
        </Chip>
      ))}
    </div>
  )
}

/** The list's search in the API's own grammar; Enter searches, Esc leaves. */
export function SearchBox({ value, onSearch, onClose }: SearchBoxProps) {
  const [text, setText] = useState(value)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => setText(value), [value])
  useEffect(() => input.current?.focus(), [])
  const complete = (field: string) => {
    setText(text.replace(/[a-z]*$/i, `${field}:`))
    input.current?.focus()
  }
  const leave = () => (text === '' ? onClose() : (setText(''), onSearch('')))
  return (
    <form
      role="search"
      className="border-b border-line px-3 py-2"
      onSubmit={(event) => {
        event.preventDefault()
        onSearch(text.trim())
      }}
    >
      <div className="relative flex items-center">
        <Icon name="search" size="s" tone="pointer-events-none absolute start-2.5 text-ink-3" />
        <input
          ref={input}
          type="text"
          className="field !px-8"
          aria-label={t('search.label')}
          placeholder={t('search.example')}
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && leave()}
        />
        <IconButton small icon="x" label={t('search.clear')} className="!absolute end-1" onClick={leave} />
      </div>
      <Tokens text={text} />
      {suggestFields(text).length > 0 && (
        <div className="flex flex-wrap gap-1 pt-1.5">
          {suggestFields(text).map((field) => (
            <button key={field} type="button" className="chip outlined" onClick={() => complete(field)}>
              {field}:
            </button>
          ))}
        </div>
      )}
    </form>
  )
}
