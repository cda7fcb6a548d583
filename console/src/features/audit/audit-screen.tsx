import { t } from '../../ui/words/words.ts'
import { auditTabs } from './audit-filter.ts'
import type { AuditFilter } from './audit-filter.ts'
import { EventTail } from './event-tail.tsx'
import { Health } from './health.tsx'
import { Trail } from './trail.tsx'

interface AuditScreenProps {
  filter: AuditFilter
  onFilter: (change: Partial<AuditFilter>) => void
}

/** Audit and health: the trail with its proof, the log as it grows, and how the service stands. */
export function AuditScreen({ filter, onFilter }: AuditScreenProps) {
  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="flex h-(--h-bar) flex-none items-center gap-3 border-b border-line bg-surface ps-5 pe-3 max-pane:ps-3.5">
        <h1 className="type-title truncate">{t('area.audit')}</h1>
        <nav aria-label={t('area.audit')} className="flex gap-1">
          {auditTabs.map((tab) => (
            <button
              key={tab}
              type="button"
              aria-current={filter.tab === tab ? 'true' : undefined}
              className="type-label flex h-7 items-center rounded-control px-2.5 text-ink-3 hover:text-ink aria-[current]:bg-ink/7 aria-[current]:text-ink max-pane:h-11"
              onClick={() => onFilter({ tab })}
            >
              {t(`audit.tab.${tab}`)}
            </button>
          ))}
        </nav>
      </header>
      <main className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto px-5 py-4 *:flex-none max-pane:px-3.5">
        {filter.tab === 'trail' && <Trail filter={filter} onFilter={onFilter} />}
        {filter.tab === 'events' && <EventTail type={filter.type} onType={(type) => onFilter({ type })} />}
        {filter.tab === 'health' && <Health />}
      </main>
    </div>
  )
}
