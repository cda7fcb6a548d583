import { lazy, Suspense, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Button } from '../../ui/button.tsx'
import { Bones, Empty, Failure } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import { MarketEditor } from './market-editor.tsx'
import { draftQuery, draftsQuery, marketQuery, marketsQuery } from './queries.ts'

const NewMarketForm = lazy(async () => ({ default: (await import('./market-dialogs.tsx')).NewMarketForm }))

interface ScreenProps {
  slug: string | null
  mayWrite: boolean
  onSlug: (slug: string) => void
}
interface OneProps extends Omit<ScreenProps, 'slug'> {
  slug: string
  onNew: () => void
}

const Loading = () => <Bones className="p-5" rows={['h-6 w-1/3', 'h-96']} />

/** The text in force and, for who edits it, the draft: both are there before the editor is. */
function OneMarket({ slug, isInForce, ...props }: OneProps & { isInForce: boolean }) {
  const market = useQuery({ ...marketQuery(slug), enabled: isInForce })
  const draft = useQuery({ ...draftQuery(slug), enabled: props.mayWrite })
  const error = market.error ?? draft.error
  const isRead = (!isInForce || market.data !== undefined) && (!props.mayWrite || draft.data !== undefined)
  if (!isRead && error)
    return <Failure error={error} onRetry={() => void Promise.all([market.refetch(), draft.refetch()])} />
  if (!isRead) return <Loading />
  return <MarketEditor key={slug} inForce={market.data ?? { slug, version: 0, document: '' }} {...props} />
}

function NoMarket({ mayWrite, onNew }: { mayWrite: boolean; onNew: () => void }) {
  return (
    <Empty icon="plug" title={t('market.none')} text={t('market.noneText')}>
      {mayWrite && (
        <Button look="main" icon="plus" onClick={onNew}>
          {t('market.new')}
        </Button>
      )}
    </Empty>
  )
}

/** Markets in force and, for who edits them, those that are only written yet. */
export function MarketScreen({ slug, mayWrite, onSlug }: ScreenProps) {
  const { data, error, refetch } = useQuery(marketsQuery)
  const drafts = useQuery({ ...draftsQuery, enabled: mayWrite })
  const [isNew, setNew] = useState(false)
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />
  if (!data || (mayWrite && !drafts.data)) return <Loading />
  const markets = data.data.map((market) => market.slug)
  const all = [...markets, ...(drafts.data?.data ?? []).map((draft) => draft.slug)]
  const chosen = all.find((one) => one === slug) ?? all[0]
  const onNew = () => setNew(true)
  return (
    <>
      {chosen === undefined ? (
        <NoMarket mayWrite={mayWrite} onNew={onNew} />
      ) : (
        <OneMarket slug={chosen} isInForce={markets.includes(chosen)} {...{ mayWrite, onSlug, onNew }} />
      )}
      {isNew && (
        <Suspense fallback={null}>
          <NewMarketForm
            taken={all}
            onClose={() => setNew(false)}
            onBegun={(begun) => {
              setNew(false)
              onSlug(begun)
            }}
          />
        </Suspense>
      )}
    </>
  )
}
