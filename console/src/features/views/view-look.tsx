import { listColumns, listGroupings } from '../../live/list-shape.ts'
import { Field } from '../../ui/field.tsx'
import { t } from '../../ui/words/words.ts'
import type { ViewDraft } from './queries.ts'

interface ViewLookProps {
  draft: ViewDraft
  onChange: (more: Partial<ViewDraft>) => void
}

function Columns({ draft, onChange }: ViewLookProps) {
  const toggle = (column: string) =>
    onChange({
      columns: draft.columns.includes(column)
        ? draft.columns.filter((known) => known !== column)
        : [...draft.columns, column],
    })
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1.5 text-[13px]/[18px] font-medium">
        {t('views.columns')}
        <span className="ms-1.5 font-normal text-ink-3">{t('views.columnsHint')}</span>
      </legend>
      <div className="flex flex-wrap gap-1.5">
        {listColumns.map((column) => {
          const place = draft.columns.indexOf(column) + 1
          return (
            <label
              key={column}
              className="flex h-7 cursor-pointer items-center gap-1.5 rounded-control px-2 text-[12.5px] text-ink-2 shadow-[inset_0_0_0_1px_var(--line-strong)] hover:bg-hover has-checked:bg-ink/8 has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-accent max-pane:h-11"
            >
              <input type="checkbox" className="sr-only" checked={place > 0} onChange={() => toggle(column)} />
              {place > 0 && (
                <span className="num text-ink-3" aria-hidden>
                  {place}
                </span>
              )}
              {t(`views.column.${column}`)}
            </label>
          )
        })}
      </div>
    </fieldset>
  )
}

/** How a view's list is drawn: its order, its groups, and the columns it shows, in the order they are chosen. */
export function ViewLook({ draft, onChange }: ViewLookProps) {
  return (
    <>
      <div className="grid grid-cols-2 gap-3">
        <Field label={t('inbox.order')}>
          {(id) => (
            <select
              id={id}
              className="field"
              value={draft.sort === 'due' ? 'due' : 'newest'}
              onChange={(event) => onChange({ sort: event.target.value === 'due' ? 'due' : 'newest' })}
            >
              <option value="due">{t('inbox.order.due')}</option>
              <option value="newest">{t('inbox.order.newest')}</option>
            </select>
          )}
        </Field>
        <Field label={t('views.groupBy')}>
          {(id) => (
            <select
              id={id}
              className="field"
              value={draft.groupBy ?? ''}
              onChange={(event) => onChange({ groupBy: event.target.value === '' ? null : event.target.value })}
            >
              <option value="">{t(draft.sort === 'due' ? 'views.groupBy.byOrder' : 'views.groupBy.none')}</option>
              {listGroupings.map((grouping) => (
                <option key={grouping} value={grouping}>
                  {t(`views.column.${grouping}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <Columns draft={draft} onChange={onChange} />
    </>
  )
}
