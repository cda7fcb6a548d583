import type { PartnerIntegration } from '@switchyard/sdk'
import { Moment } from '../../ui/delivery-marks.tsx'
import { t } from '../../ui/words/words.ts'

/** Ways in by brand and region, with their tokens and when each was last used. */
export function IntegrationList({ integrations }: { integrations: readonly PartnerIntegration[] }) {
  return (
    <ul className="type-small">
      {integrations.map((one) => (
        <li
          key={one.id}
          className="flex flex-wrap items-center gap-x-3 gap-y-0.5 border-b border-line px-3.5 py-2 last:border-0"
        >
          <span className="min-w-0 flex-1 basis-52 font-medium">{one.name}</span>
          <span className="text-ink-2">
            {one.brand} · {one.region}
          </span>
          {one.tokens.map((token) => (
            <span key={token.id} className="type-meta text-ink-3">
              <code className="type-code !text-[11.5px]">{token.prefix}…</code>{' '}
              {token.lastUsedAt === null ? (
                t('partners.neverUsed')
              ) : (
                <>
                  {t('partners.lastUsed')} <Moment at={token.lastUsedAt} />
                </>
              )}
            </span>
          ))}
        </li>
      ))}
    </ul>
  )
}
