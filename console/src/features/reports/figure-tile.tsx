import type { ReactNode } from 'react'
import { Definition } from '../../ui/definition.tsx'
import { Icon } from '../../ui/icon.tsx'
import { t } from '../../ui/words/words.ts'
import type { Change } from './change-text.ts'

interface FigureTileProps {
  name: string
  definition: string
  figure: string
  note?: string
  basis: string
  change: Change | null
  /** What it was before, in words. */
  before: string
  rows?: ReactNode
}

/** One figure with what it stands on, and how it stood in the time before. Whether a change is good is for the reader. */
export function FigureTile({ name, definition, figure, note, basis, change, before, rows }: FigureTileProps) {
  return (
    <section className="relative flex min-h-[116px] flex-col rounded-card bg-surface px-3.5 pb-2.5 pt-3 shadow-[0_0_0_1px_var(--line),var(--shadow-1)]">
      <h3 className="type-ui-strong">
        <Definition text={definition}>{name}</Definition>
      </h3>
      <p className="num mt-1 flex flex-wrap items-baseline gap-x-2 [font:var(--t-figure)] tracking-[-0.022em]">
        {figure}
        {change !== null && (
          <small
            className="inline-flex items-center gap-0.5 text-[12px]/[16px] font-medium tracking-normal text-ink-2"
            title={t('reports.before', { value: before })}
          >
            {change.direction !== 'same' && (
              <Icon name="arrow-up" size="xs" tone={change.direction === 'down' ? 'rotate-180' : ''} />
            )}
            {change.text}
          </small>
        )}
      </p>
      {note !== undefined && <p className="type-small text-ink-2">{note}</p>}
      <p className="type-meta mt-auto flex flex-wrap items-center justify-between gap-x-2 pt-1.5 text-ink-3">
        <span>{basis}</span>
        {rows}
      </p>
    </section>
  )
}
