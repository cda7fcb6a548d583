import { useQuery } from '@tanstack/react-query'
import { ProblemLine } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import { IntegrationList } from './integration-list.tsx'
import { ownIntegrationsQuery } from './queries.ts'

/** The partner's ways in, and whether their tokens are in use. */
export function OwnIntegrations() {
  const { data, error } = useQuery(ownIntegrationsQuery)
  const all = data?.data ?? []
  return (
    <section
      tabIndex={0}
      aria-labelledby="own-integrations"
      className="ring-inside max-h-[30dvh] flex-none overflow-y-auto border-b border-line"
    >
      <h2 id="own-integrations" className="type-micro px-3.5 pt-3 text-ink-3">
        {t('partners.integrations')}
      </h2>
      {error && !data && (
        <div className="px-3.5 py-2">
          <ProblemLine error={error} />
        </div>
      )}
      {data && all.length === 0 && <p className="type-small px-3.5 py-2.5 text-ink-3">{t('own.noIntegrations')}</p>}
      <IntegrationList integrations={all} />
    </section>
  )
}
