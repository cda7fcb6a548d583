import { useQuery } from '@tanstack/react-query'
import type { Macro } from '@switchyard/sdk'
import { Icon } from '../../ui/icon.tsx'
import { Bones, ProblemLine } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import { actionText } from './macro-text.ts'
import { macroPreviewQuery } from './queries.ts'

function Preview({ ticketId, macro }: { ticketId: string; macro: Macro }) {
  const { data, error } = useQuery(macroPreviewQuery(ticketId, macro.key))
  return (
    <div aria-live="polite" className="min-w-0 border-line p-2.5 pane:border-s max-pane:border-t">
      {error && <ProblemLine error={error} />}
      {!data && !error && <Bones rows={['h-4', 'h-4 w-2/3']} />}
      {data && data.text !== '' && (
        <p dir="auto" className="type-small line-clamp-6 whitespace-pre-line text-ink-2">
          {data.text}
        </p>
      )}
      {data && data.does.length > 0 && (
        <div className="type-meta mt-2 text-ink-3 first:mt-0">
          {t('macro.whenSent')}
          <ul className="mt-0.5 grid gap-0.5 text-ink-2">
            {data.does.map((code) => (
              <li key={code} className="flex items-center gap-1.5">
                <Icon name="bolt" size="xs" /> {actionText(code)}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}

interface ListProps {
  id: string
  ticketId: string
  macros: Macro[]
  index: number
  onPoint: (index: number) => void
  onTake: (macro: Macro) => void
}

/** The macros to choose from, and what the one pointed at would say and do. */
export function MacroList({ id, ticketId, macros, index, onPoint, onTake }: ListProps) {
  const shown = macros[index]
  return (
    <div className="mx-2 mb-1 grid overflow-hidden rounded-card bg-raised shadow-[0_0_0_1px_var(--line-strong),var(--shadow-2)] pane:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
      <ul id={id} role="listbox" aria-label={t('macro.pick')} className="min-w-0 p-1">
        {macros.map((macro, place) => (
          <li
            key={macro.key}
            id={`${id}-${place}`}
            role="option"
            aria-selected={place === index}
            className="flex h-8 cursor-pointer items-center gap-2 rounded-chip px-2 text-[13px] aria-selected:bg-hover max-pane:h-11"
            onPointerMove={() => place !== index && onPoint(place)}
            onPointerDown={(event) => {
              event.preventDefault()
              onTake(macro)
            }}
          >
            <span className="truncate">{macro.name}</span>
            {macro.fits === false && (
              <span className="type-meta ms-auto flex-none text-ink-3">{t('macro.otherTickets')}</span>
            )}
            {macro.fits !== false && macro.does.length > 0 && (
              <span className="ms-auto flex-none text-ink-3">
                <Icon name="bolt" size="xs" />
              </span>
            )}
          </li>
        ))}
      </ul>
      {shown && <Preview ticketId={ticketId} macro={shown} />}
    </div>
  )
}
