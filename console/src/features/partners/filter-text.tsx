import { useEffect, useId, useState } from 'react'

interface FilterTextProps {
  label: string
  /** Null = not narrowed by it. */
  value: string | null
  /** What may be chosen instead of being typed. */
  suggestions?: readonly string[]
  className: string
  onValue: (value: string | null) => void
}

/** Narrows a list to what is typed: once it is entered, left, or chosen from the suggestions. */
export function FilterText({ label, value, suggestions = [], className, onValue }: FilterTextProps) {
  const listId = useId()
  const [text, setText] = useState(value ?? '')
  useEffect(() => setText(value ?? ''), [value])
  const take = (typed: string) => {
    const wanted = typed.trim() || null
    if (wanted !== value) onValue(wanted)
  }
  return (
    <>
      <input
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        className={`field !h-[30px] flex-none max-pane:!h-11 ${className}`}
        value={text}
        list={suggestions.length > 0 ? listId : undefined}
        onChange={(event) => {
          setText(event.target.value)
          if (suggestions.includes(event.target.value)) take(event.target.value)
        }}
        onBlur={() => take(text)}
        onKeyDown={(event) => event.key === 'Enter' && take(text)}
      />
      {suggestions.length > 0 && (
        <datalist id={listId}>
          {suggestions.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
    </>
  )
}
