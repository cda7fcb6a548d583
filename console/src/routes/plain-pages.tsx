import { Link } from '@tanstack/react-router'
import { Empty, Failure } from '../ui/states.tsx'
import { t } from '../ui/words/words.ts'

/** An address that leads nowhere. */
export function NotFoundPage() {
  return (
    <main className="grid min-h-dvh bg-surface">
      <Empty icon="search" title={t('state.notFound')} text={t('state.notFoundText')}>
        <Link to="/" className="b">
          {t('state.toInbox')}
        </Link>
      </Empty>
    </main>
  )
}

/** A screen that could not be opened at all. */
export function FailurePage({ error }: { error: unknown }) {
  const failure = error instanceof Error ? error : new Error(String(error))
  return (
    <main className="grid min-h-dvh bg-surface">
      <Failure error={failure} kept={t('state.draftsKept')} onRetry={() => location.reload()} />
    </main>
  )
}
