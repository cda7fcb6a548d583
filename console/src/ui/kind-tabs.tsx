import type { KeyboardEvent } from 'react'
import { Icon } from './icon.tsx'
import type { IconName } from './icon-paths.tsx'
import { t } from './words/words.ts'

/** A kind of message that can be written. */
interface KindChoice<Kind extends string> {
  kind: Kind
  text: string
  /** None for what the customer reads. */
  icon: IconName | null
}

interface KindTabsProps<Kind extends string> {
  kind: Kind
  choices: readonly KindChoice<Kind>[]
  onKind: (kind: Kind) => void
  /** Whom the words reach. */
  to: string
}

/** The one before or after this place, round and round. */
function besideOf(place: number, count: number, key: string): number {
  const step = key === 'ArrowLeft' || key === 'ArrowUp' ? count - 1 : 1
  return (place + step) % count
}

/** Above a text that is being written: which kind of message it is, and whom it reaches. */
export function KindTabs<Kind extends string>({ kind, choices, onKind, to }: KindTabsProps<Kind>) {
  const onArrow = (event: KeyboardEvent<HTMLElement>, place: number) => {
    if (!event.key.startsWith('Arrow')) return
    const beside = besideOf(place, choices.length, event.key)
    const other = choices[beside]
    if (other === undefined) return
    onKind(other.kind)
    event.currentTarget.parentElement?.querySelectorAll('button')[beside]?.focus()
  }
  return (
    <div className="flex items-center gap-0.5 px-2 pt-[7px]">
      <div role="tablist" aria-label={t('composer.kind')} className="flex flex-none gap-0.5">
        {choices.map((choice, place) => (
          <button
            key={choice.kind}
            type="button"
            role="tab"
            aria-selected={choice.kind === kind}
            tabIndex={choice.kind === kind ? 0 : -1}
            onClick={() => onKind(choice.kind)}
            onKeyDown={(event) => onArrow(event, place)}
            className="type-label inline-flex h-6 items-center gap-[5px] rounded-[5px] px-2 text-ink-3 hover:text-ink aria-selected:bg-ink/7 aria-selected:text-ink max-pane:h-9"
          >
            {choice.icon && <Icon name={choice.icon} size="xs" />}
            {choice.text}
          </button>
        ))}
      </div>
      <span className="type-meta ms-auto truncate ps-2 text-ink-3">{to}</span>
    </div>
  )
}
