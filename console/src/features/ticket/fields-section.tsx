import type { Ticket } from '@switchyard/sdk'
import { t } from '../../ui/words/words.ts'

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : JSON.stringify(value)

/** What was asked before a person came, by a form or a bot: the ticket's own fields, by the names the workspace gave them. */
export function FieldsSection({ fields }: { fields: NonNullable<Ticket['fields']> }) {
  const given = Object.entries(fields).filter(([, value]) => value !== null && value !== '')
  if (given.length === 0) return null
  return (
    <section className="border-b border-line px-4 pb-[15px] pt-3.5 last:border-0">
      <h3 className="type-micro mb-[9px] text-ink-3">{t('context.fields')}</h3>
      <dl className="num grid grid-cols-[82px_minmax(0,1fr)] gap-x-2.5 gap-y-[5px] text-[12.5px]/[18px]">
        {given.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="break-words text-ink-3">{name}</dt>
            <dd dir="auto" className="min-w-0 break-words">
              {textOf(value)}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
