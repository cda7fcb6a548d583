import { useState } from 'react'
import { eventGroups, covers, withGroup, withType } from './event-patterns.ts'
import { Icon } from '../../ui/icon.tsx'
import { plural, t } from '../../ui/words/words.ts'

interface PickerProps {
  chosen: readonly string[]
  onChange: (patterns: string[]) => void
}

const line = 'flex min-h-7 items-center gap-2 max-pane:min-h-11'

function Group({ group, types, chosen, onChange }: PickerProps & { group: string; types: readonly string[] }) {
  const [isOpen, setOpen] = useState(false)
  const isAll = covers(chosen, `${group}.*`)
  const some = types.filter((type) => covers(chosen, type)).length
  const isFixed = chosen.includes('*')
  return (
    <div className="border-b border-line last:border-0">
      <div className="flex items-center hover:bg-hover">
        <label className={`${line} min-w-0 flex-1 ps-2.5`}>
          <input
            type="checkbox"
            className="size-4 accent-accent"
            aria-label={t('hook.everyOf', { group })}
            checked={isAll}
            disabled={isFixed}
            ref={(box) => {
              if (box !== null) box.indeterminate = !isAll && some > 0
            }}
            onChange={(event) => onChange(withGroup(chosen, group, event.target.checked))}
          />
          <span className="type-code !text-[12px]">{group}.*</span>
        </label>
        <button
          type="button"
          aria-expanded={isOpen}
          className={`${line} ring-inside num px-2.5 text-ink-3`}
          onClick={() => setOpen(!isOpen)}
        >
          {some > 0 && some < types.length ? `${some} / ${types.length}` : plural('hook.types', types.length)}
          <span className="sr-only">{group}</span>
          <Icon name="down" size="xs" tone={isOpen ? '' : '-rotate-90'} />
        </button>
      </div>
      {isOpen && (
        <ul className="pb-1.5 ps-8">
          {types.map((type) => (
            <li key={type}>
              <label className={line}>
                <input
                  type="checkbox"
                  className="size-4 accent-accent"
                  checked={covers(chosen, type)}
                  disabled={isFixed}
                  onChange={(event) => onChange(withType(chosen, type, event.target.checked))}
                />
                <span className="type-code !text-[12px]">{type}</span>
              </label>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** What a subscription is told of: everything, all about a thing, or single types. */
export function EventPicker({ chosen, onChange }: PickerProps) {
  return (
    <fieldset>
      <legend className="mb-1.5 text-[13px]/[18px] font-medium">{t('hook.events')}</legend>
      <div className="max-h-56 overflow-y-auto rounded-control shadow-[inset_0_0_0_1px_var(--line-strong)]">
        <label className={`${line} border-b border-line px-2.5`}>
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={chosen.includes('*')}
            onChange={(event) => onChange(event.target.checked ? ['*'] : [])}
          />
          {t('hook.everything')}
        </label>
        {[...eventGroups].map(([group, types]) => (
          <Group key={group} group={group} types={types} chosen={chosen} onChange={onChange} />
        ))}
      </div>
    </fieldset>
  )
}
