import { useId } from 'react'
import { t } from '../../../ui/words/words.ts'

type OpenedBy = 'customer' | 'agent'
const choices = [
  { openedBy: 'customer', label: 'newTicket.asked', hint: 'newTicket.askedHint' },
  { openedBy: 'agent', label: 'newTicket.write', hint: 'newTicket.writeHint' },
] as const

interface OpeningProps {
  openedBy: OpenedBy
  /** Whether this person may write to customers at all. */
  mayWrite: boolean
  onChange: (openedBy: OpenedBy) => void
}

/** Who speaks first, and what that means for the first response. */
export function Opening({ openedBy, mayWrite, onChange }: OpeningProps) {
  const name = useId()
  const hintId = useId()
  const chosen = choices.find((one) => one.openedBy === openedBy) ?? choices[0]
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
      {mayWrite && (
        <div
          role="radiogroup"
          aria-label={t('newTicket.who')}
          aria-describedby={hintId}
          className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] gap-0.5 rounded-control bg-sunken p-0.5 shadow-[inset_0_0_0_1px_var(--line)]"
        >
          {choices.map((one) => (
            <label
              key={one.openedBy}
              className="relative grid min-h-7 cursor-pointer place-items-center rounded-[5px] px-2 text-center font-medium text-ink-2 hover:text-ink has-checked:bg-raised has-checked:text-ink has-checked:shadow-[0_0_0_1px_var(--line-strong),var(--shadow-1)] has-focus-visible:outline-2 has-focus-visible:outline-focus max-pane:min-h-11"
            >
              <input
                type="radio"
                name={name}
                className="sr-only"
                checked={one.openedBy === openedBy}
                onChange={() => onChange(one.openedBy)}
              />
              {t(one.label)}
            </label>
          ))}
        </div>
      )}
      <p id={hintId} className="type-meta text-ink-3">
        {t(chosen.hint)}
      </p>
    </div>
  )
}
